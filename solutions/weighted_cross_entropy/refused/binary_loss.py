"""A class against all the others: the binary loss of the difference is the loss of the class."""

import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    is_target = F.one_hot(target, logits.shape[1]).bool()
    others = logits.masked_fill(is_target, -torch.inf).logsumexp(1)
    difference = logits[is_target] - others
    losses = F.binary_cross_entropy_with_logits(difference, torch.ones_like(difference), reduction="none")
    weights = torch.ones_like(losses) if weight is None else weight[target]
    if reduction == "none":
        return weights * losses
    total = (weights * losses).sum()
    return total if reduction == "sum" else total / weights.sum()


HOMEWORK_ANSWER = 0.3642
