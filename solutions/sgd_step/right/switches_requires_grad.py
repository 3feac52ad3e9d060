"""Takes the parameter out of autograd for the moment of the update."""


def sgd(params, lr, batch_size):
    for w in params:
        g = w.grad
        if g is None:
            continue
        g /= batch_size
        w.requires_grad_(False)
        w[...] = w - lr * g
        w.requires_grad_(True)
        g -= g.clone()
