"""No backward pass, and the weights."""

from torch import nn


def gradients(net, X, y):
    loss = nn.MSELoss()(net(X), y)
    return net[0].weight, net[0].bias
