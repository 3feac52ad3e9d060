"""Returns new parameters."""

def sgd(params, lr, batch_size):
    new = []
    for p in params:
        new.append((p - lr * p.grad / batch_size).detach().requires_grad_())
        p.grad = None
    return new
