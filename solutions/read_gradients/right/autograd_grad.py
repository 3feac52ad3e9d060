"""`torch.autograd.grad` leaves nothing behind."""

import torch


def gradients(net, X, y):
    loss = ((net(X) - y) ** 2).mean()
    return torch.autograd.grad(loss, [net[0].weight, net[0].bias])
