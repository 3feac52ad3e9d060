"""`view`, a lower-case letter, a list."""


def squared_loss(y_hat, y):
    if len(y_hat) != len(y):
        raise ValueError(f"{len(y_hat)} predictions for {len(y)} targets")
    return (y_hat - y.view(y_hat.shape)) ** 2 / 2


BROKEN_VARIANT = "b"


def broken_loss_shape(n):
    return [n, n]
