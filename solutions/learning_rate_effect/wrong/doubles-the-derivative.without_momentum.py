"""Twice the derivative, no velocity."""

import torch


def descend(curvature, x0, lr, momentum, num_steps):
    xs = [x0]
    for _ in range(num_steps):
        xs.append((1 - 2 * curvature * lr) * xs[-1])
    return torch.tensor(xs)


def max_stable_lr(curvature, momentum=0.0):
    return 2 * (1 + momentum) / curvature


def regime(curvature, lr):
    if lr > 2 / curvature:
        return "diverges"
    if lr > 1 / curvature:
        return "oscillates"
    return "monotone"
