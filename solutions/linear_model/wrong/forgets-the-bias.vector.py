"""No bias, and a vector."""

import torch


def linreg(X, w, b):
    return torch.matmul(X, w).squeeze(1)


def augment(X, w, b):
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat([X, ones], dim=1), torch.cat([w, b.reshape(1, 1)], dim=0)
