"""Variant A: it trains, but the result has lost the column."""


def squared_loss(y_hat, y):
    return (y_hat.view(-1) - y) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
