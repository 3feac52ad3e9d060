"""The parameters themselves, gradients and all."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    return tuple(net[0].parameters())
