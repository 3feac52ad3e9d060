"""The mean as a scalar product."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    error = y_hat.view(-1) - y.view(-1)
    return error.dot(error) / (2 * error.numel())


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
