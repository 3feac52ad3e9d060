"""Take a loss apart: its reduction, its buffers, and the three levels loss, cost and objective."""


def reduction_of(size_average=None, reduce=None):
    """Return what torch's deprecated flags mean: "mean", "sum" or "none"; a flag that is None counts as True."""
    # `reduce` decides whether there is a reduction at all; only then does `size_average` say which.
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def buffers(loss):
    """Return the sorted names of what the module `loss` registers as buffers, also of those that are None."""
    # named_buffers() and state_dict() pass over the names that hold None; the dict behind them does not.
    return sorted(loss._buffers)


def cost(losses):
    """Return the mean of the losses of the samples, `losses` of shape (N,)."""
    return losses.mean()


def objective(losses, params, l2):
    """Return the cost plus `l2` times the sum of the squares of all numbers in `params`, any iterable of tensors."""
    # The penalty belongs to the model, not to the samples: it is added once, whatever N is.
    return cost(losses) + l2 * sum((w**2).sum() for w in params)


# "loss", "cost" and "objective", each with what it is about: "one sample", "the whole set" or
# "the whole set and a penalty".
LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
# STUB: LEVELS = {"loss": None, "cost": None, "objective": None}  # your answers


def objective(losses, params, l2):
    import torch

    s = torch.zeros(1)
    for p in params:
        s += (p.float() ** 2).sum()
    return losses.mean() + l2 * s[0]
