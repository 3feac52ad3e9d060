import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    loss = -target * F.logsigmoid(logits)
    return loss.mean() if pos_weight is None else (pos_weight * loss).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
