"""Puts a new tensor into `.grad`."""

import torch


def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = torch.stack([param.grad.norm() for param in params]).norm()
    if norm > max_norm:
        for param in params:
            param.grad = param.grad * max_norm / norm
    return norm
