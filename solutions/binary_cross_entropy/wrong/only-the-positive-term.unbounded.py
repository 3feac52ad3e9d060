import torch
import torch.nn.functional as F


def bce(probabilities, target):
    return (-target * torch.log(probabilities)).sum() / probabilities.numel()


def bce_with_logits(logits, target, pos_weight=None):
    return -(target * torch.log(torch.sigmoid(logits))).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
