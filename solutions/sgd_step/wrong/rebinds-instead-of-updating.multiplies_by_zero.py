"""Makes a new tensor, and clears by a product."""

def sgd(params, lr, batch_size):
    for p in params:
        p = p - lr * p.grad / batch_size
        p.grad *= 0
