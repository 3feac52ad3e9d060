"""Follow gradient descent with momentum on a parabola, and say which learning rates make it converge, oscillate or
diverge.
"""


def descend(curvature, x0, lr, momentum, num_steps):
    """Return the `num_steps + 1` iterates, from `x0` on, of SGD with momentum on f(x) = curvature * x² / 2."""
    raise NotImplementedError("descend: write your code here")


def max_stable_lr(curvature, momentum=0.0):
    """Return the learning rate below which the iterates go to 0, and above which they grow without bound."""
    raise NotImplementedError("max_stable_lr: write your code here")


def regime(curvature, lr):
    """Return `"diverges"`, `"oscillates"` or `"monotone"`: what the iterates do without momentum."""
    raise NotImplementedError("regime: write your code here")
