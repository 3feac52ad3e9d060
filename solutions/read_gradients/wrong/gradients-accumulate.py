"""Clears nothing."""

from torch import nn


def gradients(net, X, y):
    nn.MSELoss()(net(X), y).backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
