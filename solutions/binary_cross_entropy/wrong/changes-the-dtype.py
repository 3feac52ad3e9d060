import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return -(w * target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits)).mean()


def nll(log_probabilities, target):
    total = torch.zeros(())
    for row, t in zip(log_probabilities, target):
        total -= row[t].float()
    return total / len(target)
