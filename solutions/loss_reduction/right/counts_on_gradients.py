"""Takes `w` and `b` for leaves that require gradients, and leaves their gradients as they were."""

import torch
from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    return mean_lr / batch_size


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    loss = {"mean": torch.mean, "sum": torch.sum}[reduction]((torch.matmul(X, w) + b - y) ** 2)
    gw, gb = torch.autograd.grad(loss, [w, b])
    with torch.no_grad():
        new = w - lr * gw, b - lr * gb
    return new
