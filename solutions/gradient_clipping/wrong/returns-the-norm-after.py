"""Computes the norm when everything is done."""

import torch


def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    torch.nn.utils.clip_grad_norm_(params, max_norm)
    return torch.stack([param.grad.norm() for param in params]).norm()
