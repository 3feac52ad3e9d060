"""The deprecated flag."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss(size_average=False)(net(X), y)
    loss.backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
