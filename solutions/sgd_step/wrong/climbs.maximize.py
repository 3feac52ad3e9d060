"""Asks torch's optimizer to maximize."""

import torch


def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size, maximize=True)
    optimizer.step()
    optimizer.zero_grad()
