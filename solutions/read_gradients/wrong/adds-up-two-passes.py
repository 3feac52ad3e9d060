"""Two passes."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    nn.MSELoss()(net(X), y).backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
