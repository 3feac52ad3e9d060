import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = torch.ones(1) if pos_weight is None else pos_weight
    weights = w * target + 1 - target
    loss = -(w * target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits))
    return loss.sum() / weights.sum()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
