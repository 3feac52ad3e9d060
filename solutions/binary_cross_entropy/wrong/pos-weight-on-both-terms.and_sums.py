import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    loss = -(target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits))
    if pos_weight is not None:
        loss = loss * pos_weight
    return loss.sum()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
