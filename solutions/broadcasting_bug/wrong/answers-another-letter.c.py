"""Believes that `view` of a shape fails."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


BROKEN_VARIANT = "C"


def broken_loss_shape(n):
    return (n, n)
