import torch


def reduction_of(size_average=None, reduce=None):
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def buffers(loss):
    return sorted(loss._buffers.keys())


def cost(losses):
    return torch.einsum("n->", losses) / losses.numel()


def objective(losses, params, l2):
    norms = torch.stack([torch.linalg.vector_norm(w) for w in params])
    return losses.mean() + float(l2) * norms.square().sum()


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
