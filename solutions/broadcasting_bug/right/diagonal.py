"""Broadcasts on purpose, and keeps the diagonal: each prediction against its own target."""

import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    table = (y_hat.reshape(-1, 1) - y.reshape(1, -1)).square() / 2
    return table.diagonal().reshape(y_hat.shape)


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return torch.broadcast_shapes((n, 1), (n,))
