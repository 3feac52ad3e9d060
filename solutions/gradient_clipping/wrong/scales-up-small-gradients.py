"""Always scales to the bound."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    norm = torch.cat([grad.reshape(-1) for grad in grads]).norm()
    if norm > 0:
        for grad in grads:
            grad.mul_(max_norm / norm)
    return norm
