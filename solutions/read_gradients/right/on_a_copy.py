"""On a copy of the network."""

import copy

from torch import nn


def gradients(net, X, y):
    net = copy.deepcopy(net)
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return tuple(p.grad for p in net[0].parameters())
