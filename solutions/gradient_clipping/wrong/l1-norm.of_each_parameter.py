"""The L2 norm of the L1 norms."""

import torch
def clip_gradients(params, max_norm):
    ps = [p for p in params if p.grad is not None]
    t = torch.tensor([p.grad.abs().sum() for p in ps]).norm()
    if t > max_norm:
        for p in ps: p.grad.mul_(max_norm / t)
    return t
