import torch
from torch import nn
from torch.nn import functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    return nn.BCEWithLogitsLoss(pos_weight=pos_weight)(logits, target)


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
