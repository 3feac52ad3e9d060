"""Half of the sum, whatever was asked."""

import torch
from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    return mean_lr / batch_size


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    error = X @ w + b - y
    return w - lr * X.T @ error, b - lr * error.sum()
