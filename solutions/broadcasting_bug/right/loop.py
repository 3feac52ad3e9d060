"""One sample after the other."""

import torch


class UnequalLengths(ValueError):
    """Predictions and targets don't pair up."""


def squared_loss(y_hat, y):
    predictions, targets = list(y_hat.flatten()), list(y.flatten())
    if len(predictions) != len(targets):
        raise UnequalLengths(f"{len(predictions)} != {len(targets)}")
    losses = []
    for prediction, target in zip(predictions, targets):
        losses.append((prediction - target) ** 2 / 2)
    return torch.stack(losses).reshape(y_hat.size())


BROKEN_VARIANT = "B"


def broken_loss_shape(n):
    shape = []
    for _ in range(2):
        shape.append(n)
    return tuple(shape)
