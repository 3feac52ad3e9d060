"""Clears in place what it returns."""

from torch import nn


def gradients(net, X, y):
    nn.MSELoss()(net(X), y).backward()
    found = net[0].weight.grad, net[0].bias.grad
    net.zero_grad(set_to_none=False)
    return found
