import torch
import torch.nn.functional as F


def _loss(name, *arguments):
    return getattr(torch.nn.functional, name)(*arguments)


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    return _loss("binary_cross_entropy_with_logits", logits, target, None, None, None, "mean", pos_weight)


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
