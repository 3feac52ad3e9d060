"""Means over all weights."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    flat = torch.cat([p.flatten() for p in params])
    return l1 * flat.abs().mean() + l2 * flat.square().mean()


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
