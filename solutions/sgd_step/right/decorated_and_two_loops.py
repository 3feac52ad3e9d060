"""A decorator, and two loops over a list made first."""

import torch


@torch.no_grad()
def sgd(params, lr, batch_size):
    params = [param for param in params if param.grad is not None]
    for param in params:
        param.add_(param.grad, alpha=-lr / batch_size)
    for param in params:
        param.grad = torch.zeros_like(param)
