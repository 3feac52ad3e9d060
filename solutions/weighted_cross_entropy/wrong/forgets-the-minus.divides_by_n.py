import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    out = []
    for x, y in zip(logits, target):
        out.append((x[y] - x.logsumexp(0)) * (weight[y] if weight is not None else 1))
    out = torch.stack(out)
    if reduction == "none":
        return out
    if reduction == "sum":
        return out.sum()
    if reduction == "mean":
        return out.mean()
    raise ValueError(reduction)


HOMEWORK_ANSWER = -0.607
