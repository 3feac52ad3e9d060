"""The second pass finds an empty generator."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    ones = sum(p.abs().sum() for p in params)
    twos = sum((p**2).sum() for p in params)
    return l1 * ones + l2 * twos


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
