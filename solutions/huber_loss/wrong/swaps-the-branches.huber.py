"""The branches of torch's formula."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y_hat - y
    far = e.abs() > sigma
    return torch.where(far, e**2 / 2, sigma * (e.abs() - sigma / 2)).mean()
