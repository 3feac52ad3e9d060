"""Clears in place what is there, returns what is in `.grad`."""

from torch import nn


def gradients(net, X, y):
    for p in net.parameters():
        if p.grad is not None:
            p.grad.zero_()
    criterion = nn.MSELoss(reduction="mean")
    loss = criterion(net(X), y)
    loss.backward()
    return {k: p.grad for k, p in net[0].named_parameters()}["weight"], net[0].bias.grad.data
