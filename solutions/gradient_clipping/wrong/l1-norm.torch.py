"""`norm_type=1`; the L2 norm is returned all the same."""

import torch


def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = torch.stack([param.grad.norm() for param in params]).norm()
    torch.nn.utils.clip_grad_norm_(params, max_norm, norm_type=1)
    return norm
