"""A linear layer and torch's optimizer; only the mean is ever differentiated."""

import torch
from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    return mean_lr / batch_size


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    if reduction == "sum":
        lr = lr * y.numel()
    layer = nn.Linear(len(w), 1, dtype=w.dtype)
    with torch.no_grad():
        layer.weight.copy_(w.T)
        layer.bias.copy_(b)
    nn.MSELoss()(layer(X), y).backward()
    torch.optim.SGD(layer.parameters(), lr=lr).step()
    return layer.weight.detach().T, layer.bias.detach()
