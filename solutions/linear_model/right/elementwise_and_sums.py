"""Products and sums by hand, columns kept."""

import torch


def linreg(X, w, b):
    return (X * w.T).sum(dim=1, keepdim=True) + b


def augment(X, w, b):
    return [torch.hstack((X, torch.ones_like(X[:, :1]))), torch.vstack((w, b))]
