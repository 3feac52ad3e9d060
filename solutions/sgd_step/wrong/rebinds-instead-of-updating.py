"""Makes a new tensor, whose gradient is None."""

def sgd(params, lr, batch_size):
    for p in params:
        p = p - lr * p.grad / batch_size
        p.grad.zero_()
