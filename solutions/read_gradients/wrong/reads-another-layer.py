"""The last layer."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    return net[-1].weight.grad.clone(), net[-1].bias.grad.clone()
