"""Zeros."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    return torch.nn.functional.pad(X, (0, 1)), torch.cat([w, b.reshape(1, 1)])
