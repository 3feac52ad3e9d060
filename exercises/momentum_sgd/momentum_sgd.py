"""Write stochastic gradient descent with momentum, dampening, weight decay and Nesterov's variant.

It takes the same path as `torch.optim.SGD` with the same options, also where the learning rate changes on the way.
"""

import torch


class SGD:
    """Stochastic gradient descent with momentum over `params`, any iterable of leaf tensors that require gradients.

    `optimizer.lr` is the learning rate; it may be assigned between steps. Raise `ValueError` for `nesterov=True`
    without momentum or with dampening.
    """

    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        """Keep the parameters and the options; no parameter has a velocity yet."""
        raise NotImplementedError("SGD.__init__: write your code here")

    def step(self, closure=None):
        """Make one step for each parameter that has a gradient, in place; return the loss of `closure`, if there is one.

        `closure()` computes the loss and its gradients; it is called once, before the step, with autograd on.
        """
        raise NotImplementedError("SGD.step: write your code here")

    def zero_grad(self):
        """Clear the gradients of all parameters."""
        raise NotImplementedError("SGD.zero_grad: write your code here")
