"""Take a loss apart: its reduction, its buffers, and the three levels loss, cost and objective."""


def reduction_of(size_average=None, reduce=None):
    """Return what torch's deprecated flags mean: "mean", "sum" or "none"; a flag that is None counts as True."""
    raise NotImplementedError("reduction_of: write your code here")


def buffers(loss):
    """Return the sorted names of what the module `loss` registers as buffers, also of those that are None."""
    raise NotImplementedError("buffers: write your code here")


def cost(losses):
    """Return the mean of the losses of the samples, `losses` of shape (N,)."""
    raise NotImplementedError("cost: write your code here")


def objective(losses, params, l2):
    """Return the cost plus `l2` times the sum of the squares of all numbers in `params`, any iterable of tensors."""
    raise NotImplementedError("objective: write your code here")


# "loss", "cost" and "objective", each with what it is about: "one sample", "the whole set" or
# "the whole set and a penalty".
LEVELS = {"loss": None, "cost": None, "objective": None}  # your answers
