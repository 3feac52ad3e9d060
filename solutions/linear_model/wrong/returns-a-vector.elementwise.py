"""The star with the column as it is, then a sum that drops its axis."""

import torch


def linreg(X, w, b):
    return torch.sum(X * w, dim=-1) + b


def augment(X, w, b):
    return torch.cat([X, torch.ones_like(X[:, :1])], 1), torch.cat([w, b.reshape(1, 1)])
