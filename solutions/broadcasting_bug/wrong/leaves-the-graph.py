"""Computes outside of autograd."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    error = y_hat.detach() - y.detach().reshape(y_hat.shape)
    return error**2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
