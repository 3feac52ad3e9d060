"""Reshapes the target in place."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    y.resize_(y_hat.shape)
    return (y_hat - y) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
