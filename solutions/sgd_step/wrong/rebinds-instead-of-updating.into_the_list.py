"""Puts new tensors into the list."""

def sgd(params, lr, batch_size):
    for i in range(len(params)):
        params[i] = params[i].detach() - lr * params[i].grad / batch_size
        params[i].requires_grad_()
