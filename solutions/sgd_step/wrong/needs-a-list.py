"""Goes by the index."""

import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for i in range(len(params)):
            if params[i].grad is not None:
                params[i] -= lr * params[i].grad / batch_size
                params[i].grad.zero_()
