"""Padding, and a tensor filled in place."""

import torch
import torch.nn.functional as F


def linreg(X, w, b):
    return F.linear(X, w.t(), b)


def augment(X, w, b):
    N, d = X.shape
    w1 = torch.empty(d + 1, 1, dtype=w.dtype)
    w1[:d] = w
    w1[d] = b
    return F.pad(X, (0, 1), value=1.0), w1
