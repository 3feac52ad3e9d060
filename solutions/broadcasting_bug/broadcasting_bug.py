"""Write a squared loss that cannot be broadcast by accident, and find the variant of it that is.

Predictions and targets come as (N,) or as (N, 1), in any mix; each prediction must meet its own target and no other.
"""


def squared_loss(y_hat, y):
    """Return (y_hat - y)² / 2 for each sample, in the shape of `y_hat`.

    Each of the two is of shape (N,) or (N, 1). Raise `ValueError` when they don't have equally many elements.
    """
    # BEGIN SOLUTION
    # Without this test (3, 1) and (1,) would be broadcast silently, and `reshape` would raise a RuntimeError.
    if y_hat.numel() != y.numel():
        raise ValueError(f"{y_hat.numel()} predictions, but {y.numel()} targets")
    # (N, 1) minus (N,) is (N, N): every prediction against every target. In one shape each meets its own.
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    # END SOLUTION


# The letter of the one variant that cannot train, with `y_hat` of shape (N, 1) and `y` of shape (N,), as a string:
#   A: (y_hat.view(-1) - y) ** 2 / 2
#   B: (y_hat - y.view(-1)) ** 2 / 2
#   C: (y_hat - y.view(y_hat.shape)) ** 2 / 2
#   D: (y_hat - y.view(-1, 1)) ** 2 / 2
# BEGIN SOLUTION
BROKEN_VARIANT = "B"  # `y.view(-1)` leaves (N,) as it is; the other three bring both to one shape first
# END SOLUTION


def broken_loss_shape(n):
    """Return the shape of what that variant gives for `y_hat` of (n, 1) and `y` of (n,), as a tuple."""
    # BEGIN SOLUTION
    # From the right: 1 meets n and becomes n; n meets nothing and stays n.
    return (n, n)
    # END SOLUTION
