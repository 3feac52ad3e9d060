"""Switches `requires_grad` off for good."""

def sgd(params, lr, batch_size):
    for p in params:
        if p.grad is None:
            continue
        p.requires_grad_(False)
        p -= lr * p.grad / batch_size
        p.grad.zero_()
