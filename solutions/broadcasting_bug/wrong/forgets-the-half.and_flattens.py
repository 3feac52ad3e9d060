"""The square alone, as a vector."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    error = y_hat.flatten() - y.flatten()
    return error * error


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
