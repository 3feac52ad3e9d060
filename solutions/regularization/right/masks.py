"""Masks on a copy; the size scaled."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    one, two = 0, 0
    for p in params:
        one = one + (p * p.sign()).sum()
        two = two + torch.dot(p.flatten(), p.flatten())
    return l1 * one + l2 * two


def weight_decay_for(l2):
    import numpy as np

    return np.float64(l2) * 2


def soft_threshold(w, t):
    out = torch.zeros_like(w)
    out[w > t] = w[w > t] - t
    out[w < -t] = w[w < -t] + t
    return out


SPARSER = "l1"
