"""A rectifier that begins at t."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    return sum(l1 * p.abs().sum() + l2 * (p**2).sum() for p in params)


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.relu(w - t)


SPARSER = "l1"
