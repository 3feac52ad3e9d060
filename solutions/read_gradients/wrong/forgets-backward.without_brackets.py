"""Names `backward` without calling it."""

from torch import nn


def gradients(net, X, y):
    nn.MSELoss()(net(X), y).backward
    return [p.grad for p in net[0].parameters()]
