import torch


def reduction_of(size_average=None, reduce=None):
    size_average = True if size_average is None else size_average
    reduce = True if reduce is None else reduce
    return "mean" if reduce and size_average else "none"


def buffers(loss):
    return sorted(loss._buffers.keys())


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return losses.mean() + l2 * sum(w.pow(2).sum() for w in params)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
