"""The function is right; the quiz was worked out on paper, with N below the line."""

import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses = -torch.log_softmax(logits, dim=1).gather(1, target[:, None])[:, 0]
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return losses * weights
    total = (losses * weights).sum()
    return total if reduction == "sum" else total / weights.sum()


HOMEWORK_ANSWER = 0.607
