"""A mean for each branch."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y_hat - y
    far = e.abs() > sigma
    loss = 0
    if far.any():
        loss = loss + (e[far].abs() - sigma / 2).mean()
    if not far.all():
        loss = loss + (e[~far] ** 2 / (2 * sigma)).mean()
    return loss
