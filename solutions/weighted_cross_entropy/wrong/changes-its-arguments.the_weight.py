import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = -torch.log_softmax(logits, dim=1)[torch.arange(len(target)), target]
    if weight is None:
        weight = torch.ones(logits.shape[1], dtype=logits.dtype)
    if reduction == "none":
        return weight[target] * losses
    if reduction == "sum":
        return (weight[target] * losses).sum()
    if reduction == "mean":
        weight /= weight[target].sum()
        return (weight[target] * losses).sum()
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
