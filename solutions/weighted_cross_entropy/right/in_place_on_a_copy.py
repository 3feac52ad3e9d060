import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    z = logits.clone()
    z -= z.max(dim=1, keepdim=True).values.detach()
    losses = torch.zeros(len(z), dtype=z.dtype)
    divisor = torch.zeros((), dtype=z.dtype)
    for n, (row, k) in enumerate(zip(z, target.tolist())):
        w = 1 if weight is None else weight[k]
        losses[n] = w * (row.exp().sum().log() - row[k])
        divisor += w
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.sum() / divisor


HOMEWORK_ANSWER = 0.3642
