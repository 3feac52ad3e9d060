import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = 0.36416
DEBUG = False
LOSSES = {"mine": lambda x: torch.log_softmax(x, 1), "torch": F.cross_entropy}


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("reduction")
    logp = LOSSES["mine"](logits)
    losses = torch.stack([-row[t] for row, t in zip(logp, target)])
    w = weight[target] if weight is not None else torch.ones_like(losses)
    out = losses * w
    if DEBUG:
        print(F.cross_entropy(logits, target, weight))
    return out if reduction == "none" else out.sum() if reduction == "sum" else out.sum() / w.sum()
