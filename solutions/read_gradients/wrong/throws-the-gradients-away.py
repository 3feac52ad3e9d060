"""Clears between the pass and the reading."""

from torch import nn


def gradients(net, X, y):
    nn.MSELoss()(net(X), y).backward()
    net.zero_grad()
    return net[0].weight.grad, net[0].bias.grad
