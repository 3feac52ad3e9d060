import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    p = torch.sigmoid(logits)
    if pos_weight is None:
        return bce(p, target)
    yes, no = p.log().clamp(min=-100), (1 - p).log().clamp(min=-100)
    return -(pos_weight * target * yes + (1 - target) * no).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
