import numpy as np
import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    x, y = logits.detach().numpy(), target.numpy()
    x = x - x.max(axis=1, keepdims=True)
    losses = np.log(np.exp(x).sum(axis=1)) - x[np.arange(len(y)), y]
    weights = np.ones_like(losses) if weight is None else weight.numpy()[y]
    losses = weights * losses
    if reduction == "none":
        return torch.from_numpy(losses)
    if reduction == "sum":
        return torch.as_tensor(losses.sum())
    return torch.as_tensor(losses.sum() / weights.sum())


HOMEWORK_ANSWER = 0.3642
