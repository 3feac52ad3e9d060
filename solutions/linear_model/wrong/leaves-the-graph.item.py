"""Takes the number of the bias out of its tensor."""

import torch


def linreg(X, w, b):
    return torch.matmul(X, w) + b.item()


def augment(X, w, b):
    X1 = torch.cat([X, torch.ones(X.shape[0], 1, dtype=X.dtype)], dim=1)
    w1 = torch.cat([w, b.reshape(1, 1)], dim=0)
    return X1, w1
