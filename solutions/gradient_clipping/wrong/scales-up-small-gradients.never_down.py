import torch


def clip_gradients(params, max_norm):
    params = [p for p in params if p.grad is not None]
    total = sum(float(p.grad.norm()) ** 2 for p in params) ** 0.5
    f = max(1.0, max_norm / total)
    for p in params:
        p.grad.mul_(f)
    return total
