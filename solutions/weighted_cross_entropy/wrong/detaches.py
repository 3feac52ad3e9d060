import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses = []
    for x, y in zip(logits, target):
        losses.append((x.logsumexp(0) - x[y]).item() * (1.0 if weight is None else weight[y].item()))
    losses = torch.tensor(losses, dtype=logits.dtype)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / (len(target) if weight is None else weight[target].sum())


HOMEWORK_ANSWER = 0.3642
