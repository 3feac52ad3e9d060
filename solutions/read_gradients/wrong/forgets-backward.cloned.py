"""Clones what is not there."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
