"""The values instead of the gradients."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    return net[0].weight.data, net[0].bias.data
