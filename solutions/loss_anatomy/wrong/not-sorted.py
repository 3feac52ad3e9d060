import torch


def reduction_of(size_average=None, reduce=None):
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def buffers(loss):
    return list(loss._buffers)


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return losses.mean() + l2 * sum(w.pow(2).sum() for w in params)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
