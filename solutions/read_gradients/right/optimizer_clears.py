"""An optimizer clears and does nothing else; the loss is summed and divided."""

from collections import namedtuple

import torch
from torch import nn


def gradients(net, X, y):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    optimizer.zero_grad()
    loss = nn.MSELoss(reduction="sum")(net(X), y) / y.numel()
    loss.backward()
    Gradients = namedtuple("Gradients", ["weight", "bias"])
    return Gradients(net[0].weight.grad.detach().clone(), net[0].bias.grad.detach().clone())
