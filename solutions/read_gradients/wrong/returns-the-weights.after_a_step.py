"""The values after a step."""

import torch
from torch import nn


def gradients(net, X, y):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    nn.MSELoss()(net(X), y).backward()
    optimizer.step()
    return net[0].weight.detach().clone(), net[0].bias.detach().clone()
