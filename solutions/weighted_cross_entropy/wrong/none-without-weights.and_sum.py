import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    losses = torch.stack([x.logsumexp(0) - x[y] for x, y in zip(logits, target)])
    if reduction == "none":
        return losses
    elif reduction == "sum":
        return losses.sum()
    elif reduction == "mean":
        if weight is None:
            return losses.mean()
        return (losses * weight[target]).sum() / weight[target].sum()
    else:
        raise ValueError("bad reduction")


HOMEWORK_ANSWER = 0.3642
