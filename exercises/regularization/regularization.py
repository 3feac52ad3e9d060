"""Make large weights expensive: the penalties on the absolute values and on the squares of weights, the weight decay
that does the same as the second, and the soft threshold that belongs to the first.
"""

import torch


def penalty(params, l1=0.0, l2=0.0):
    """Return `l1` times the sum of all absolute weights plus `l2` times the sum of all squared weights, a scalar.

    `params` is any iterable of tensors, such as `net.parameters()`; the result is differentiable by them.
    """
    raise NotImplementedError("penalty: write your code here")


def weight_decay_for(l2):
    """Return the `weight_decay` with which `torch.optim.SGD` takes the steps of `penalty(params, l2=l2)`."""
    raise NotImplementedError("weight_decay_for: write your code here")


def soft_threshold(w, t):
    """Return every weight moved towards 0 by the number `t`, but not beyond, in a new tensor like `w`."""
    raise NotImplementedError("soft_threshold: write your code here")


# The penalty that leaves more weights at exactly 0, "l1" or "l2":
SPARSER = None  # your answer
