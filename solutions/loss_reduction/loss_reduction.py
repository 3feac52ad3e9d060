"""Make a step of gradient descent on the sum or the mean of the squared errors; find the rate that makes them equal."""

from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    """Return the learning rate with which the summed loss makes the step that the mean loss makes with `mean_lr`."""
    # BEGIN SOLUTION
    # The gradient of the sum is `batch_size` times that of the mean; the rate has to make up for it.
    return mean_lr / batch_size
    # END SOLUTION


def step(w, b, X, y, lr, reduction):
    """Return the new `(w, b)` after one step on `MSELoss(reduction=reduction)` of `Xw + b` against `y`.

    `w` is (d, 1), `b` (1,), `X` (N, d), `y` (N, 1). The arguments stay as they are. Raise `ValueError` for a
    `reduction` other than "mean" and "sum".
    """
    # BEGIN SOLUTION
    # MSELoss knows "none" too, which gives no single number to differentiate.
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction must be 'mean' or 'sum', not {reduction!r}")
    # Leaves of our own: neither the caller's tensors nor their gradients are touched.
    w, b = (each.detach().clone().requires_grad_() for each in (w, b))
    nn.MSELoss(reduction=reduction)(X @ w + b, y).backward()
    return (w - lr * w.grad).detach(), (b - lr * b.grad).detach()
    # END SOLUTION
