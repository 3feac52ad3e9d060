"""The penalty has a half, and the decay that fits it."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    return sum(l1 * p.abs().sum() + l2 / 2 * p.square().sum() for p in params)


def weight_decay_for(l2):
    return float(l2)


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
