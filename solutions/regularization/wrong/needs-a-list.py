"""Takes the parameters by number."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    total = 0
    for i in range(len(params)):
        total = total + l1 * params[i].abs().sum() + l2 * (params[i] ** 2).sum()
    return total


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
