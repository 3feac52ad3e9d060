"""Adds with `add_` through `.data`."""

def sgd(params, lr, batch_size):
    for p in params:
        if p.grad is None:
            continue
        p.data.add_(lr * p.grad / batch_size)
        p.grad.data.zero_()
