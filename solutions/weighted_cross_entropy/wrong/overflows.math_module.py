import math

import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses, weights = [], []
    for row, label in zip(logits.tolist(), target.tolist()):
        exponentials = [math.exp(x) for x in row]
        w = 1.0 if weight is None else float(weight[label])
        losses.append(-w * math.log(exponentials[label] / sum(exponentials)))
        weights.append(w)
    if reduction == "none":
        return torch.tensor(losses, dtype=logits.dtype)
    return torch.tensor(sum(losses) / (sum(weights) if reduction == "mean" else 1), dtype=logits.dtype)


HOMEWORK_ANSWER = 0.3642
