"""Make a step of gradient descent on the sum or the mean of the squared errors; find the rate that makes them equal."""

from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    """Return the learning rate with which the summed loss makes the step that the mean loss makes with `mean_lr`."""
    raise NotImplementedError("sum_learning_rate: write your code here")


def step(w, b, X, y, lr, reduction):
    """Return the new `(w, b)` after one step on `MSELoss(reduction=reduction)` of `Xw + b` against `y`.

    `w` is (d, 1), `b` (1,), `X` (N, d), `y` (N, 1). The arguments stay as they are. Raise `ValueError` for a
    `reduction` other than "mean" and "sum".
    """
    raise NotImplementedError("step: write your code here")
