"""Updates a clone."""

def sgd(params, lr, batch_size):
    for p in params:
        if p.grad is None:
            continue
        w = p.detach().clone()
        w -= lr * p.grad / batch_size
        p.grad.zero_()
