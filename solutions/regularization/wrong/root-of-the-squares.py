"""The second term is the norm of each parameter."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    return sum(l1 * p.abs().sum() + l2 * p.norm() for p in params)


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
