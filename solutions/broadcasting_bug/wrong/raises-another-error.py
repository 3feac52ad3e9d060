"""Leaves it to `reshape`, which raises a RuntimeError."""


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
