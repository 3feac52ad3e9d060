"""Two mistakes: each alone, and absolute values."""

import torch


def clip_gradients(params, max_norm):
    total = 0
    for param in params:
        if param.grad is not None:
            length = param.grad.abs().sum()
            total += length
            param.grad *= min(1, max_norm / length) if length > 0 else 1
    return total
