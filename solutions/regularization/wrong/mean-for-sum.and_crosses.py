"""Means, and a threshold that crosses 0."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    total = 0.0
    for p in params:
        total = total + l1 * torch.mean(torch.abs(p)) + l2 * torch.mean(p * p)
    return total


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return w - t * w / w.abs()


SPARSER = "l1"
