"""Adds up absolute values."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = sum(grad.abs().sum() for grad in grads)
    if norm > max_norm:
        for grad in grads:
            grad *= max_norm / norm
    return norm
