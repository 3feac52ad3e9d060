"""The sum."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss(reduction="sum")(net(X), y)
    loss.backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
