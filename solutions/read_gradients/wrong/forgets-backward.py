"""Computes the loss and stops."""

from torch import nn


def gradients(net, X, y):
    loss = nn.MSELoss()(net(X), y)
    return net[0].weight.grad, net[0].bias.grad
