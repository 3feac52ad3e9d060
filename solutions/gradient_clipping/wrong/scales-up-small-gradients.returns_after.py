"""Two mistakes: scales always, and measures afterwards."""

import torch


def clip_gradients(params, max_norm):
    grads = [param.grad for param in params if param.grad is not None]
    factor = max_norm / sum(float(grad.square().sum()) for grad in grads) ** 0.5
    for grad in grads:
        grad *= factor
    return sum(float(grad.square().sum()) for grad in grads) ** 0.5
