"""Write the linear model for a batch, and the form of it in which the bias is one more weight."""

import torch


def linreg(X, w, b):
    """Return the predictions `Xw + b`, shape (N, 1), of `X` (N, d), `w` (d, 1) and `b` (1,)."""
    # BEGIN SOLUTION
    # The matrix product sums over the features; `X * w` would only multiply, and fits by chance where N = d.
    return X @ w + b
    # END SOLUTION


def augment(X, w, b):
    """Return `(X1, w1)`: `X` with a column of ones last, (N, d + 1), and `w` with `b` last, (d + 1, 1).

    `X1 @ w1` is the same prediction as `linreg(X, w, b)`.
    """
    # BEGIN SOLUTION
    # `new_ones` takes dtype and device from `X`.
    ones = X.new_ones(len(X), 1)
    # The weight of the ones is the bias: where the ones stand, it has to stand too.
    return torch.cat([X, ones], dim=1), torch.cat([w, b.reshape(1, 1)])
    # END SOLUTION
