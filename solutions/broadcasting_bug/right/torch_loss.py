"""Half of torch's own loss; `reshape` says what does not fit."""

import torch.nn.functional as F


def squared_loss(y_hat, y):
    try:
        target = y.reshape(y_hat.shape)
    except RuntimeError as error:
        raise ValueError("y does not fit y_hat") from error
    return F.mse_loss(y_hat, target, reduction="none") / 2


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    import numpy as np

    return np.subtract.outer(np.zeros(n), np.zeros(n)).shape
