"""Filled in place."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    X1 = torch.ones(X.shape[0], X.shape[1] + 1, dtype=X.dtype)
    X1[:, 1:] = X
    return X1, torch.vstack([w, b])
