import torch


def reduction_of(size_average=None, reduce=None):
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def buffers(loss):
    return sorted(loss._buffers.keys())


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return losses.mean() + l2 / len(losses) * sum((w**2).sum() for w in params)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
