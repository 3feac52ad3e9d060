import numpy as np


def clip_gradients(params, max_norm):
    arrays = [p.grad.numpy() for p in params if p.grad is not None]
    norm = float(np.sqrt(sum(float((a.astype(np.float64) ** 2).sum()) for a in arrays)))
    if norm > max_norm:
        for a in arrays:
            a *= max_norm / norm
    return np.float64(norm)
