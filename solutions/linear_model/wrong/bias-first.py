"""Only the bias first."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat([X, ones], dim=1), torch.cat([b.reshape(1, 1), w])
