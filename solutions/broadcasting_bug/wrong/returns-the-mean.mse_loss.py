"""Torch's loss as it is by default: averaged, without the half."""

from torch import nn


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return nn.MSELoss()(y_hat, y.view(y_hat.shape))


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
