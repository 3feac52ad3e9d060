"""The neighbour in `torch.nn.utils`."""

import torch


def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = torch.cat([param.grad.flatten() for param in params]).norm()
    torch.nn.utils.clip_grad_value_(params, max_norm)
    return norm
