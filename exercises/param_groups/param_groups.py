"""One optimizer for three weights, each with a learning rate and a momentum of its own, and a description of its groups.

`torch.optim.SGD` makes the first group, `add_param_group` the others; what an optimizer knows of its groups stands in
`optimizer.param_groups`.
"""

import torch


def build_optimizer(w1, w2, w3):
    """Return a `torch.optim.SGD` with three groups of one parameter each, in the order `w1`, `w2`, `w3`.

    Their learning rates are 0.01, 0.02 and 0.03, their momenta 0.9, 0.8 and 0.7. The optimizer is made with the first
    group, the second and the third come by `add_param_group`. `w1`, `w2`, `w3` are leaf tensors that require gradients.
    """
    raise NotImplementedError("build_optimizer: write your code here")


def describe(optimizer):
    """Return a list with one dict for each group of `optimizer`: every key of the group but `"params"`, with its value.

    `optimizer` is any optimizer of `torch.optim`, with any number of groups; it stays as it is.
    """
    raise NotImplementedError("describe: write your code here")
