"""The book's function: clips, and returns nothing."""

import torch


def clip_gradients(params, max_norm):
    params = [p for p in params if p.grad is not None]
    norm = torch.sqrt(sum(torch.sum((p.grad**2)) for p in params))
    if norm > max_norm:
        for param in params:
            param.grad[:] *= max_norm / norm
