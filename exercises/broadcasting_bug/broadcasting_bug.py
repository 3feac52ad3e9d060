"""Write a squared loss that cannot be broadcast by accident, and find the variant of it that is.

Predictions and targets come as (N,) or as (N, 1), in any mix; each prediction must meet its own target and no other.
"""


def squared_loss(y_hat, y):
    """Return (y_hat - y)² / 2 for each sample, in the shape of `y_hat`.

    Each of the two is of shape (N,) or (N, 1). Raise `ValueError` when they don't have equally many elements.
    """
    raise NotImplementedError("squared_loss: write your code here")


# The letter of the one variant that cannot train, with `y_hat` of shape (N, 1) and `y` of shape (N,), as a string:
#   A: (y_hat.view(-1) - y) ** 2 / 2
#   B: (y_hat - y.view(-1)) ** 2 / 2
#   C: (y_hat - y.view(y_hat.shape)) ** 2 / 2
#   D: (y_hat - y.view(-1, 1)) ** 2 / 2
BROKEN_VARIANT = None  # your answer


def broken_loss_shape(n):
    """Return the shape of what that variant gives for `y_hat` of (n, 1) and `y` of (n,), as a tuple."""
    raise NotImplementedError("broken_loss_shape: write your code here")
