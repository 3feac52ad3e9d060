"""Subtracts what it gets."""


def squared_loss(y_hat, y):
    return (y_hat - y) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
