import torch
import torch.nn.functional as F


def bce(probabilities, target):
    p = torch.where(target == 1, probabilities, 1 - probabilities)
    soft = -(torch.xlogy(target, probabilities) + torch.xlogy(1 - target, 1 - probabilities))
    return torch.where((target == 0) | (target == 1), -p.log(), soft).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return -(w * target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits)).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
