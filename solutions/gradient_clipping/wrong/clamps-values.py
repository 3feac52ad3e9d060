"""Cuts single numbers off."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = sum((grad**2).sum() for grad in grads).sqrt()
    for grad in grads:
        grad.clamp_(-max_norm, max_norm)
    return norm
