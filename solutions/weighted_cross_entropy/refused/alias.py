import torch.nn.functional as F

ce = F.cross_entropy


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return ce(logits, target, weight=weight, reduction=reduction)


HOMEWORK_ANSWER = 0.3642
