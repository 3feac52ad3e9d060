"""A list of tensors, by autograd."""

import torch


def descend(curvature, x0, lr, momentum, num_steps):
    xs, v = [torch.tensor([float(x0)], dtype=torch.float64)], 0
    for _ in range(num_steps):
        x = xs[-1].clone().requires_grad_()
        (grad,) = torch.autograd.grad((0.5 * curvature * x**2).sum(), x)
        v = momentum * v + grad
        xs.append(xs[-1] - lr * v)
    return xs


def max_stable_lr(curvature, momentum=0.0):
    return 2 * (1 + momentum) / curvature


def regime(curvature, lr):
    if lr > 2 / curvature:
        return "diverges"
    if lr > 1 / curvature:
        return "oscillates"
    return "monotone"
