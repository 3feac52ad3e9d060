"""Returns the smaller of the norm and the bound."""

import math

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = math.sqrt(sum((grad**2).sum().item() for grad in grads))
    if norm > max_norm:
        for grad in grads:
            grad[:] = grad * (max_norm / norm) if grad.dim() else grad
        norm = max_norm
    return norm
