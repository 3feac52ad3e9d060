"""Follow gradient descent with momentum on a parabola, and say which learning rates make it converge, oscillate or
diverge.
"""


def descend(curvature, x0, lr, momentum, num_steps):
    """Return the `num_steps + 1` iterates, from `x0` on, of SGD with momentum on f(x) = curvature * x² / 2."""
    # BEGIN SOLUTION
    iterates, velocity = [x0], 0.0
    for _ in range(num_steps):
        velocity = momentum * velocity + curvature * iterates[-1]  # the derivative of a x² / 2 is a x
        iterates.append(iterates[-1] - lr * velocity)
    return iterates
    # END SOLUTION


def max_stable_lr(curvature, momentum=0.0):
    """Return the learning rate below which the iterates go to 0, and above which they grow without bound."""
    # BEGIN SOLUTION
    # z = -1 in z² - (1 + momentum - lr * a) z + momentum = 0 leaves 2 + 2 * momentum = lr * a.
    return 2 * (1 + momentum) / curvature
    # END SOLUTION


def regime(curvature, lr):
    """Return `"diverges"`, `"oscillates"` or `"monotone"`: what the iterates do without momentum."""
    # BEGIN SOLUTION
    factor = 1 - lr * curvature  # each step multiplies x by this
    if abs(factor) > 1:
        return "diverges"
    return "oscillates" if factor < 0 else "monotone"
    # END SOLUTION
