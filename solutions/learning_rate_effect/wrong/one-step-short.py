"""The last step is missing."""


def descend(curvature, x0, lr, momentum, num_steps):
    x, v = x0, 0.0
    path = [x]
    for _ in range(num_steps - 1):
        v = momentum * v + curvature * x
        x = x - lr * v
        path.append(x)
    return path


def max_stable_lr(curvature, momentum=0.0):
    return 2 * (1 + momentum) / curvature


def regime(curvature, lr):
    if lr > 2 / curvature:
        return "diverges"
    if lr > 1 / curvature:
        return "oscillates"
    return "monotone"
