import torch


def reduction_of(size_average=None, reduce=None):
    if not reduce:
        return "none"
    return "mean" if size_average else "sum"


def buffers(loss):
    return sorted(loss._buffers.keys())


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return losses.mean() + l2 * sum(w.pow(2).sum() for w in params)


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
