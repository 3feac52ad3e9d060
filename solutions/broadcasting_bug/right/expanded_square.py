"""(a - b)² = a² - 2ab + b², with a helper that pairs, on copies that may be changed."""


def _paired(y_hat, y):
    if y_hat.numel() == y.numel():
        return y.clone().view_as(y_hat)
    raise ValueError("unequal numbers of elements")


def squared_loss(y_hat, y):
    target = _paired(y_hat, y)
    losses = y_hat * y_hat
    losses = losses - 2 * y_hat * target
    losses += target * target
    losses *= 0.5
    return losses


BROKEN_VARIANT = "B"
broken_loss_shape = lambda n: (n,) * 2
