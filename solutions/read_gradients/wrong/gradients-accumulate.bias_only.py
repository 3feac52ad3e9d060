"""Clears the gradient of the weight only."""

from torch import nn


def gradients(net, X, y):
    net[0].weight.grad = None
    nn.MSELoss()(net(X), y).backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
