import torch
import torch.nn.functional as F


def bce(probabilities, target):
    eps = 1e-7
    p = probabilities.clamp(eps, 1 - eps)
    return -(target * p.log() + (1 - target) * (1 - p).log()).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return -(w * target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits)).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
