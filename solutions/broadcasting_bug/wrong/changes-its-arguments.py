"""Subtracts in place."""

import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    with torch.no_grad():
        y_hat.sub_(y.reshape(y_hat.shape))
    return y_hat**2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
