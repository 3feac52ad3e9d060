"""Turns the gradient round."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    return net[0].weight.grad.T, net[0].bias.grad
