"""Dot products of each gradient with itself; torch's multi-tensor functions."""

import numpy as np
import torch


def clip_gradients(params, max_norm):
    with torch.no_grad():
        gradients = [g for g in (p.grad for p in params) if g is not None]
        total = sum(torch.dot(g.reshape(-1), g.reshape(-1)) for g in gradients).sqrt()
        torch._foreach_mul_(gradients, float(min(1.0, max_norm / total)))
    return np.float64(total)
