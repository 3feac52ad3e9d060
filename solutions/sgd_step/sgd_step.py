"""Make one step of minibatch stochastic gradient descent, and clear the gradients for the next one.

The gradients are those of a loss that was summed over the minibatch; the step is made with their average.
"""

import torch


def sgd(params, lr, batch_size):
    """Move every parameter in place by `lr * grad / batch_size` against its gradient, then zero the gradients.

    `params` is any iterable of leaf tensors that require gradients; one whose `grad` is `None` stays as it is.
    """
    # BEGIN SOLUTION
    # Without `no_grad` torch refuses to change a leaf in place: the step would become part of the graph.
    with torch.no_grad():
        for param in params:
            if param.grad is None:
                continue
            # `param = param - ...` would make a new tensor, and the caller's would stay where it is.
            param -= lr * param.grad / batch_size
            # In the same pass: a generator can't be gone through a second time.
            param.grad.zero_()
    # END SOLUTION
