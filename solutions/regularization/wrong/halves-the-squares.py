"""The penalty of the books that write a half."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    total = 0
    for p in params:
        total = total + l1 * p.abs().sum() + 0.5 * l2 * p.pow(2).sum()
    return total


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
