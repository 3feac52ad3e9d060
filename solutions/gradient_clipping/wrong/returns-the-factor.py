"""Returns the factor."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = torch.stack([grad.norm() for grad in grads]).norm()
    factor = torch.clamp(max_norm / norm, max=1.0)
    for grad in grads:
        grad.mul_(factor)
    return factor
