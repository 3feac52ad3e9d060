"""Scales the parameters along with their gradients."""

import torch


def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = torch.stack([param.grad.norm() for param in params]).norm()
    if norm > max_norm:
        with torch.no_grad():
            for param in params:
                param *= max_norm / norm
                param.grad *= max_norm / norm
    return norm
