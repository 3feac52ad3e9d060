import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = -torch.log_softmax(logits, dim=1)[torch.arange(len(target)), target]
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    if reduction == "sum":
        return (weights * losses).sum().item()
    if reduction == "mean":
        return (weights * losses).sum().item() / weights.sum().item()
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
