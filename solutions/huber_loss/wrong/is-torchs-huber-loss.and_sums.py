"""Torch's loss, summed, unguarded."""

import torch
import torch.nn.functional as F


def huber_loss(y_hat, y, sigma=1.0):
    return F.huber_loss(y_hat, y, delta=sigma, reduction="sum")
