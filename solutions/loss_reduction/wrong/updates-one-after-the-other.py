"""The bias with the errors after the first update."""

import torch
from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    return mean_lr / batch_size


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    n = len(X) if reduction == "mean" else 1
    w = w - lr * 2 * X.T @ (X @ w + b - y) / n
    b = b - lr * 2 * (X @ w + b - y).sum() / n
    return w, b
