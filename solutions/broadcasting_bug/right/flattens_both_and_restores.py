"""Vectors inside, the prediction's shape outside; the broken shape from torch itself."""

import torch


def squared_loss(y_hat, y):
    if y_hat.nelement() != y.nelement():
        raise ValueError("y_hat and y must have the same number of elements")
    error = y_hat.flatten() - y.flatten()
    return (0.5 * error * error).reshape_as(y_hat)


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    y_hat, y = torch.zeros(n, 1), torch.zeros(n)
    return ((y_hat - y.view(-1)) ** 2 / 2).shape
