"""Torch's optimizer in the wrong order."""

import torch


def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()
