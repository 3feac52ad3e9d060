"""Goes through the parameters twice."""

import torch


def clip_gradients(params, max_norm):
    norm = sum(param.grad.norm() ** 2 for param in params if param.grad is not None) ** 0.5
    if norm > max_norm:
        for param in params:
            if param.grad is not None:
                param.grad.mul_(max_norm / norm)
    return norm
