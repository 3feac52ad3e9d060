"""Right for every pair that fits, and for some that don't."""


def squared_loss(y_hat, y):
    y = y.reshape(-1)
    if y_hat.dim() == 2:
        y = y.reshape(-1, 1)
    return (y_hat - y) ** 2 / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
