"""All gradients in one vector, and a factor that is at most 1."""

from itertools import filterfalse

import torch


def clip_gradients(params, max_norm):
    params = list(filterfalse(lambda param: param.grad is None, params))
    flat = torch.cat([torch.flatten(param.grad) for param in params])
    total = torch.linalg.vector_norm(flat)
    factor = max_norm / torch.clamp(total, min=max_norm)
    for param in params:
        param.grad.data = param.grad.data * factor
    return total.item()
