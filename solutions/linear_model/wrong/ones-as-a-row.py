"""A row of ones."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    return torch.cat([X, torch.ones(1, X.shape[1], dtype=X.dtype)]), torch.cat([w, b.reshape(1, 1)])
