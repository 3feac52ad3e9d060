import torch


def softmax(x):
    e = x.exp()
    return e / e.sum(1, keepdim=True)


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    p = softmax(logits)[torch.arange(len(logits)), target]
    losses = -p.log()
    if weight is not None:
        losses = losses * weight[target]
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    if reduction == "none":
        return losses
    raise ValueError(reduction)


HOMEWORK_ANSWER = 0.607
