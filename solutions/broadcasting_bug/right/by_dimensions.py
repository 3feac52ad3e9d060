"""Adds or takes away the axis by cases."""

import torch


def squared_loss(y_hat, y):
    if y_hat.shape[0] != y.shape[0]:
        raise ValueError
    if y_hat.dim() == 2 and y.dim() == 1:
        y = y.unsqueeze(1)
    elif y_hat.dim() == 1 and y.dim() == 2:
        y = y.squeeze(1)
    return torch.pow(y_hat - y, 2).div(2)


BROKEN_VARIANT = str("abcd"[1])


def broken_loss_shape(n):
    return torch.Size([n, n])
