"""Without a condition: the part of the error within the width, and the rest."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    size = torch.abs(y_hat - y)
    inside = torch.clamp(size, max=sigma)
    return torch.mean(inside * (size - inside / 2) / sigma)
