"""Torch's loss has no half."""

from torch import nn


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return nn.MSELoss(reduction="none")(y_hat, y.view_as(y_hat))


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
