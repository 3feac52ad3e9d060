"""Torch's own optimizer with a rescaled rate."""

import torch


def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    optimizer.step()
    optimizer.zero_grad()
    return optimizer
