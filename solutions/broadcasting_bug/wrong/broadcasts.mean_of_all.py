"""Broadcasts, and averages what comes out."""


def squared_loss(y_hat, y):
    losses = (y_hat - y) ** 2 / 2
    return losses.mean()


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
