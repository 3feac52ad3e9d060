"""Half of the mean."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = 0.5 * nn.MSELoss()(net(X), y)
    loss.backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
