"""Fills in zeros."""

import torch


def clip_gradients(params, max_norm):
    params = list(params)
    for param in params:
        if param.grad is None:
            param.grad = torch.zeros_like(param)
    return torch.nn.utils.clip_grad_norm_(params, max_norm)
