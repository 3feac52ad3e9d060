"""Write the linear model for a batch, and the form of it in which the bias is one more weight."""

import torch


def linreg(X, w, b):
    """Return the predictions `Xw + b`, shape (N, 1), of `X` (N, d), `w` (d, 1) and `b` (1,)."""
    raise NotImplementedError("linreg: write your code here")


def augment(X, w, b):
    """Return `(X1, w1)`: `X` with a column of ones last, (N, d + 1), and `w` with `b` last, (d + 1, 1).

    `X1 @ w1` is the same prediction as `linreg(X, w, b)`.
    """
    raise NotImplementedError("augment: write your code here")
