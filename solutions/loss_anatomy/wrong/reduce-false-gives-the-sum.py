import torch


def reduction_of(size_average=None, reduce=None):
    size_average = True if size_average is None else size_average
    reduce = True if reduce is None else reduce
    if size_average and reduce:
        return "mean"
    return "none" if reduce else "sum"


def buffers(loss):
    return sorted(loss._buffers.keys())


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return losses.mean() + l2 * sum(w.pow(2).sum() for w in params)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
