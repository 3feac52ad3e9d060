"""One element after the other."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    total = 0.0
    for a, b in zip(y_hat.reshape(-1), y.reshape(-1)):
        e = a - b
        if e > sigma:
            total = total + e - sigma / 2
        elif e < -sigma:
            total = total - e - sigma / 2
        else:
            total = total + e * e / (2 * sigma)
    return total / y.numel()
