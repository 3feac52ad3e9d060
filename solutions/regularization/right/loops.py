"""Loops over single weights."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    total = 0.0
    for p in params:
        for x in p.reshape(-1):
            total = total + l1 * abs(x) + l2 * x * x
    return total


def weight_decay_for(l2):
    return l2 + l2


def soft_threshold(w, t):
    out = []
    for x in w.reshape(-1):
        if x > t:
            out.append(x - t)
        elif x < -t:
            out.append(x + t)
        else:
            out.append(x * 0)
    return torch.stack(out).reshape(w.shape)


SPARSER = "l1"
