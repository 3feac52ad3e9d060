"""Moves the parameters, too."""

import torch
from torch import nn


def gradients(net, X, y):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    optimizer.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    optimizer.step()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
