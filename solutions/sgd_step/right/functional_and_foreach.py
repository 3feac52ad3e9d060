"""All parameters at once, by torch's operators for lists."""

import torch


def sgd(params, lr, batch_size):
    with_gradient = [(p.detach(), p.grad) for p in params if isinstance(p.grad, torch.Tensor)]
    weights, grads = map(list, zip(*with_gradient))
    torch._foreach_add_(weights, grads, alpha=-lr / batch_size)
    torch._foreach_zero_(grads)
    return weights
