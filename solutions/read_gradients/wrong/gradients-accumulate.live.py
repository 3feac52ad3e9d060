"""Clears nothing, returns what is in `.grad`, of the summed loss."""

from torch import nn


def gradients(net, X, y):
    nn.MSELoss(reduction="sum")(net(X), y).backward()
    return net[0].weight.grad, net[0].bias.grad
