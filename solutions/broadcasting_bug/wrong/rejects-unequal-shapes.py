"""Avoids the bug by refusing the mixes."""


def squared_loss(y_hat, y):
    if y_hat.shape != y.shape:
        raise ValueError("the shapes differ")
    return (y_hat - y) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
