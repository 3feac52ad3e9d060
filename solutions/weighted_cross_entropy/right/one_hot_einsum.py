import torch
from torch.nn import functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    N, C = logits.shape
    w = logits.new_ones(C) if weight is None else weight
    Y = F.one_hot(target, num_classes=C).to(logits.dtype)
    losses = -torch.einsum("nc,nc,c->n", Y, F.log_softmax(logits, dim=1), w)
    if reduction == "none":
        return losses
    elif reduction == "sum":
        return torch.einsum("n->", losses)
    elif reduction == "mean":
        return torch.einsum("n->", losses) / torch.einsum("nc,c->", Y, w)
    raise ValueError(f"no such reduction: {reduction}")


HOMEWORK_ANSWER = torch.tensor(0.3642)
