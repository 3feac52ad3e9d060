"""Transposes the target."""


def squared_loss(y_hat, y):
    return 0.5 * (y_hat - y.T) ** 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
