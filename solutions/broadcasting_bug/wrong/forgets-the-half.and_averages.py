"""The mean of the squares."""

import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return torch.mean((y_hat - y.reshape(y_hat.shape)).square())


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
