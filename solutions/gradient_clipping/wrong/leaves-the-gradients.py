import torch


def clip_gradients(params, max_norm):
    params = [p for p in params if p.grad is not None]
    norm = torch.sqrt(sum((p.grad**2).sum() for p in params))
    if norm > max_norm:
        for p in params:
            p.grad * max_norm / norm
    return norm
