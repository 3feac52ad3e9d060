import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    probabilities = torch.exp(logits) / torch.exp(logits).sum(dim=1, keepdim=True)
    losses = -torch.log(probabilities[torch.arange(len(target)), target])
    weights = torch.ones_like(losses) if weight is None else weight[target]
    losses = losses * weights
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / weights.sum()


HOMEWORK_ANSWER = 0.3642
