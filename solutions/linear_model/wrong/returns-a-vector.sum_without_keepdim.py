"""A sum that drops its axis."""

import torch


def linreg(X, w, b):
    return (X * w.T).sum(dim=1) + b


def augment(X, w, b):
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat([X, ones], dim=1), torch.cat([w, b.reshape(1, 1)], dim=0)
