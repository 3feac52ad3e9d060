"""Computes in float32."""

from torch import nn


def gradients(net, X, y):
    net.zero_grad()
    loss = nn.MSELoss()(net(X), y)
    loss.backward()
    return net[0].weight.grad.float(), net[0].bias.grad.float()
