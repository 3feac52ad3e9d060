"""Make one step of minibatch stochastic gradient descent, and clear the gradients for the next one.

The gradients are those of a loss that was summed over the minibatch; the step is made with their average.
"""

import torch


def sgd(params, lr, batch_size):
    """Move every parameter in place by `lr * grad / batch_size` against its gradient, then zero the gradients.

    `params` is any iterable of leaf tensors that require gradients; one whose `grad` is `None` stays as it is.
    """
    raise NotImplementedError("sgd: write your code here")
