"""Make large weights expensive: the penalties on the absolute values and on the squares of weights, the weight decay
that does the same as the second, and the soft threshold that belongs to the first.
"""

import torch


def penalty(params, l1=0.0, l2=0.0):
    """Return `l1` times the sum of all absolute weights plus `l2` times the sum of all squared weights, a scalar.

    `params` is any iterable of tensors, such as `net.parameters()`; the result is differentiable by them.
    """
    # One pass for both terms: a generator is empty the second time.
    return sum(l1 * param.abs().sum() + l2 * (param**2).sum() for param in params)


def weight_decay_for(l2):
    """Return the `weight_decay` with which `torch.optim.SGD` takes the steps of `penalty(params, l2=l2)`."""
    return 2 * l2  # the derivative of l2 * w² is 2 * l2 * w, and SGD adds weight_decay * w


def soft_threshold(w, t):
    """Return every weight moved towards 0 by the number `t`, but not beyond, in a new tensor like `w`."""
    # The size shrinks down to 0, the sign stays.
    return torch.sign(w) * (w.abs() - t).clamp(min=0)


# The penalty that leaves more weights at exactly 0, "l1" or "l2":
SPARSER = "l1"  # its pull is the same for small weights; that of the squares fades as a weight nears 0


def penalty(params, l1=0.0, l2=0.0):
    ps = list(params)
    return sum(l1 * p.float().abs().sum() + l2 * (p.float() ** 2).sum() for p in ps).to(ps[0].dtype)
