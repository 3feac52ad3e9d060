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
    penalty = 0
    for w in params:
        penalty = penalty + torch.sum(w * w)
    return (losses.sum() + l2 * penalty) / losses.shape[0]


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
