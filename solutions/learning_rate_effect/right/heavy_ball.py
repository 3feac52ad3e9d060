"""Two iterates instead of a velocity; the words by trying."""

import numpy as np


def descend(curvature, x0, lr, momentum, num_steps):
    path = np.empty(num_steps + 1)
    path[0] = before = x0
    for k in range(num_steps):
        path[k + 1] = path[k] - lr * curvature * path[k] + momentum * (path[k] - before)
        before = path[k]
    return path


def max_stable_lr(curvature, momentum=0.0):
    return (2 + 2 * momentum) / curvature


def regime(curvature, lr):
    x1, x2, x3 = descend(curvature, 1.0, lr, 0.0, 3)[1:]
    if abs(x3) > 1:
        return "diverges"
    return "oscillates" if x1 < 0 else "monotone"
