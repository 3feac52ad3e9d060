"""Expects the shape of the target."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n,)
