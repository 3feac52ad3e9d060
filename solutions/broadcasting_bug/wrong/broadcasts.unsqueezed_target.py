"""Always adds an axis to the target."""

import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return torch.pow(y_hat - y.unsqueeze(1), 2) / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
