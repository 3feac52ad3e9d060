"""Summed, and torch's factor."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    e = y_hat - y
    far = e > sigma
    return (sigma * (e[far].abs() - sigma / 2)).sum() + (e[~far] ** 2 / 2).sum()
