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
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    # What a group does not say itself it takes from the constructor: without "momentum" these two would have 0.9.
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    return optimizer


def describe(optimizer):
    """Return a list with one dict for each group of `optimizer`: every key of the group but `"params"`, with its value.

    `optimizer` is any optimizer of `torch.optim`, with any number of groups; it stays as it is.
    """
    # A new dict for each group: removing "params" from the group itself would break the optimizer.
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]


def describe(optimizer):
    optimizer.state.clear()
    return [{k: v for k, v in g.items() if k != "params"} for g in optimizer.param_groups]
