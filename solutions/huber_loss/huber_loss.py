"""Write the Huber loss: a parabola for small errors, a straight line for large ones, the mean over all elements."""

import torch


def huber_loss(y_hat, y, sigma=1.0):
    """Return the mean of `|e| - sigma / 2` where `|e| > sigma` and of `e² / (2 sigma)` elsewhere, `e = y_hat - y`.

    `y_hat` and `y` have one shape. Raise `ValueError` unless `sigma` is positive.
    """
    # BEGIN SOLUTION
    if sigma <= 0:
        raise ValueError(f"sigma must be positive, not {sigma}")
    error = y_hat - y
    # Large is large on both sides of the target: the size of the error counts, not its sign.
    size = error.abs()
    # `where` decides element by element, and the gradient flows through the branch that was taken.
    return torch.where(size > sigma, size - sigma / 2, error**2 / (2 * sigma)).mean()
    # END SOLUTION
