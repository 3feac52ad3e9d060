import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = -torch.log_softmax(logits, dim=1)[torch.arange(len(target)), target]
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    elif reduction == "sum":
        return torch.sum(weights * losses, dim=0, keepdim=True)
    elif reduction == "mean":
        return torch.sum(weights * losses, dim=0, keepdim=True) / weights.sum()
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
