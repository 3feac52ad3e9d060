"""The error the other way round."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y - y_hat
    return torch.where(e > sigma, e - sigma / 2, e**2 / (2 * sigma)).mean()
