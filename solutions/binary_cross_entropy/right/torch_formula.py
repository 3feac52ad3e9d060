import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    if pos_weight is None:
        pos_weight = torch.ones(1, dtype=logits.dtype)
    slope = 1 + (pos_weight - 1) * target
    return ((1 - target) * logits + slope * F.softplus(-logits)).mean()


def nll(log_probabilities, target):
    picked = torch.take_along_dim(log_probabilities.log_softmax(1), target.view(-1, 1), 1)
    return picked.mean().neg()
