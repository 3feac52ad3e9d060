"""A factor without a test."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = torch.stack([grad.norm() for grad in grads]).norm()
    for grad in grads:
        grad.div_(norm).mul_(min(norm, torch.tensor(max_norm)))
    return norm
