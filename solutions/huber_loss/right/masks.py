"""Boolean indexing, and an exception of its own."""

import torch


class BadWidth(ValueError):
    """The width is not positive."""


def parabola(e, sigma):
    return e.pow(2) / (2 * sigma)


def line(e, sigma):
    return e.abs() - 0.5 * sigma


def huber_loss(y_hat, y, sigma=1.0):
    if not sigma > 0:
        raise BadWidth(sigma)
    e = torch.flatten(y_hat - y)
    far = e.abs() > sigma
    losses = torch.cat([parabola(e[~far], sigma), line(e[far], sigma)])
    return losses.sum() / losses.numel()
