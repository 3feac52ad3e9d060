"""Squeezes both."""

import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return torch.square(torch.squeeze(y_hat) - torch.squeeze(y)) / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
