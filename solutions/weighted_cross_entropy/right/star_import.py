from torch import *
import torch

HOMEWORK_ANSWER = tensor(0.36416)


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    """加权交叉熵"""
    n, c = logits.shape
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError(reduction)
    w = ones(c, dtype=logits.dtype) if weight is None else weight
    oh = zeros_like(logits).scatter(1, target[:, None], 1)
    lp = logits - logsumexp(logits, 1, keepdim=True)
    losses = -einsum("nc,nc,c->n", oh, lp, w)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / einsum("nc,c->", oh, w)
