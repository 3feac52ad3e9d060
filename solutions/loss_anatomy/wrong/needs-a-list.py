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
    count = sum(1 for _ in params)
    return cost(losses) + l2 * sum((w**2).sum() for w in params) * (count > 0)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
