"""On the way through float32."""

import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                continue
            p -= (lr * p.grad.float() / batch_size).to(p.dtype)
            p.grad.zero_()
