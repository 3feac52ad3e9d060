"""Expects a weight and a bias."""

import torch


def sgd(params, lr, batch_size):
    w, b, *_ = params
    with torch.no_grad():
        for p in (w, b):
            if p.grad is not None:
                p -= lr * p.grad / batch_size
                p.grad.zero_()
