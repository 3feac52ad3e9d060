"""Counts on an earlier pass."""

from torch import nn


def gradients(net, X, y):
    for p in net.parameters():
        p.grad.zero_()
    nn.MSELoss()(net(X), y).backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
