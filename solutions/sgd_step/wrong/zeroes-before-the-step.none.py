"""Sets the gradients to None first."""

import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.grad = None
            p -= lr * p.grad / batch_size
