"""The star with the column as it is, then a sum."""

import torch


def linreg(X, w, b):
    return (X * w).sum(1) + b


def augment(X, w, b):
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat([X, ones], dim=1), torch.cat([w, b.reshape(1, 1)], dim=0)
