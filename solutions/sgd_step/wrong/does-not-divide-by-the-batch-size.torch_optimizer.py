"""Torch's optimizer with the rate as it is."""

import torch


def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(list(params), lr=lr)
    optimizer.step()
    optimizer.zero_grad()
