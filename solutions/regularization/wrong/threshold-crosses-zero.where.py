"""Small weights change sides."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    return sum(l1 * p.abs().sum() + l2 * (p**2).sum() for p in params)


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.where(w > 0, w - t, w + t)


SPARSER = "l1"
