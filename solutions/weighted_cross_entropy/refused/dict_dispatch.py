import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = 0.3642
OPS = {"ce": F.cross_entropy, "x": None}


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return OPS["ce"](logits, target, weight, reduction=reduction)
