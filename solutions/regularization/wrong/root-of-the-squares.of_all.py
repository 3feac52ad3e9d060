"""The second term is the norm of all weights together."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    params = list(params)
    squares = sum((p**2).sum() for p in params)
    return l1 * sum(p.abs().sum() for p in params) + l2 * torch.sqrt(squares)


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
