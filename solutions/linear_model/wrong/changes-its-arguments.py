"""Resizes and adds in place."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    w.data += 0 * b.data
    X.data.mul_(1)
    b.data.add_(1)
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat([X, ones], dim=1), torch.cat([w, (b - 1).reshape(1, 1)])
