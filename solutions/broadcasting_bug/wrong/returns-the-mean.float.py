"""Adds up and divides by the number of samples."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    total = 0.0
    for p, t in zip(y_hat.flatten(), y.flatten(), strict=True):
        total += (p - t).item() ** 2 / 2
    return total / len(y)


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
