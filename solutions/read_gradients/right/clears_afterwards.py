"""Reads, then clears for the next call."""

import torch.nn.functional as F


def gradients(net, X, y):
    F.mse_loss(net(X), y).backward()
    first = net[0]
    found = [first.weight.grad, first.bias.grad]
    for parameter in net.parameters():
        parameter.grad = None
    return found
