"""Fills a float32 tensor."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    X1 = torch.ones(X.shape[0], X.shape[1] + 1)
    X1[:, :-1] = X
    return X1, torch.cat([w, b.reshape(1, 1)]).float()
