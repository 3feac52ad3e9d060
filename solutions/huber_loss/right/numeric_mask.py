"""The mask as numbers, strict at the other end."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y - y_hat
    near = (e.detach().abs() < sigma).to(e.dtype)
    return (near * e**2 / sigma / 2 + (1 - near) * (e.abs() - sigma / 2)).mean()
