"""Broadcasts in torch's own loss, which warns, and forgets the half."""

import torch.nn.functional as F


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return F.mse_loss(y_hat, y, reduction="none")


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
