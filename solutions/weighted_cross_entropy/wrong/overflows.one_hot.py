import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    N, C = logits.shape
    if weight is None:
        weight = torch.ones(C, dtype=logits.dtype)
    y = F.one_hot(target, C).to(logits.dtype)
    p = F.softmax(logits, dim=1)
    losses = -(weight * y * torch.log(p)).sum(dim=1)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / (y @ weight).sum()


HOMEWORK_ANSWER = 0.3642
