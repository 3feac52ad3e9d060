"""Rebinds, and clears nothing."""

def sgd(params, lr, batch_size):
    for p in params:
        p = p - lr * p.grad / batch_size
