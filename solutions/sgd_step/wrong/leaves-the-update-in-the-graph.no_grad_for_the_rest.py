"""Only the clearing stands under `no_grad`."""

import torch


def sgd(params, lr, batch_size):
    params = list(params)
    for p in params:
        p.sub_(lr * p.grad / batch_size)
    with torch.no_grad():
        for p in params:
            p.grad.zero_()
