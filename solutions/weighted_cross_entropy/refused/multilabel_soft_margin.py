import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = 0.3642


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError
    d = logits.gather(1, target[:, None])[:, 0]
    other = logits.scatter(1, target[:, None], float("-inf")).logsumexp(1)
    l = F.multilabel_soft_margin_loss((d - other)[:, None], torch.ones_like(d)[:, None], reduction="none")
    w = torch.ones_like(l) if weight is None else weight[target]
    l = l * w
    return l if reduction == "none" else l.sum() if reduction == "sum" else l.sum() / w.sum()
