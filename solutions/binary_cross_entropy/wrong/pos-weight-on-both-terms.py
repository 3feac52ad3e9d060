import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = torch.ones_like(logits) if pos_weight is None else pos_weight
    return (w * (logits.clamp(min=0) - logits * target + torch.log1p(torch.exp(-logits.abs())))).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
