"""Takes the first column of both."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    if y_hat.dim() == 2:
        y_hat = y_hat[:, 0]
    if y.dim() == 2:
        y = y[:, 0]
    return (y_hat - y).pow(2) / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
