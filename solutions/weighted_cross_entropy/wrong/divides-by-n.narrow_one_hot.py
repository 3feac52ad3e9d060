import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    # Two mistakes: the one-hot vectors are as wide as the largest target, and the mean divides by N.
    if weight is None:
        weight = torch.ones(logits.shape[1])
    losses = -(F.one_hot(target) * logits.log_softmax(1) * weight).sum(1)
    if reduction == "none":
        return losses
    elif reduction == "sum":
        return losses.sum()
    elif reduction == "mean":
        return losses.sum() / logits.shape[0]
    else:
        raise ValueError("reduction")


HOMEWORK_ANSWER = 0.607
