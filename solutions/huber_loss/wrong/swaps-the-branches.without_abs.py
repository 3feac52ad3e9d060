"""The branches and the absolute value."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y_hat - y
    return torch.where(e <= sigma, e.abs() - sigma / 2, e**2 / (2 * sigma)).mean()
