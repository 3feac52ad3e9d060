"""Norms, the second one squared; a library's shrinkage."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    flat = torch.cat([p.flatten() for p in params])
    return l1 * torch.norm(flat, 1) + l2 * torch.norm(flat, 2) ** 2


def weight_decay_for(l2):
    return torch.tensor(2.0 * l2)


def soft_threshold(w, t):
    return torch.nn.functional.softshrink(w, t)


SPARSER = "l1"
