"""Each gradient by its own norm."""

import torch


def clip_gradients(params, max_norm):
    total = 0.0
    for param in params:
        if param.grad is None:
            continue
        norm = param.grad.norm()
        total += norm.item() ** 2
        if norm > max_norm:
            param.grad.mul_(max_norm / norm)
    return total**0.5
