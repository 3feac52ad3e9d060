"""Asks for one of the two directions."""


def squared_loss(y_hat, y):
    if y.numel() > y_hat.numel():
        raise ValueError("too many targets")
    return (y_hat - y.reshape(-1, *y_hat.shape[1:])) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
