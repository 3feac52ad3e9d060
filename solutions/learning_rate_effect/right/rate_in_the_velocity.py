"""The rate inside the velocity, equal as long as it stays the same."""

import numpy as np


def descend(curvature, x0, lr, momentum, num_steps):
    x, v = x0, 0.0
    path = [x]
    for _ in range(num_steps):
        v = momentum * v + lr * curvature * x
        x = x - v
        path.append(x)
    return tuple(path)


def max_stable_lr(curvature, momentum=0.0):
    return np.float64(2 / curvature + 2 * momentum / curvature)


def regime(curvature, lr):
    if lr < max_stable_lr(curvature):
        return "monotone" if lr * curvature <= 1 else "oscillates"
    return "diverges"
