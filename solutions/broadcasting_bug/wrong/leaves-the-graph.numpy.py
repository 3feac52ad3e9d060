"""Computes in NumPy."""

import numpy as np
import torch


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    error = np.asarray(y_hat.tolist()) - np.asarray(y.tolist()).reshape(y_hat.shape)
    return torch.tensor(error**2 / 2, dtype=y_hat.dtype)


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
