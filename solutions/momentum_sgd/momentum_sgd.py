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
        # BEGIN SOLUTION
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        # A generator can't be gone through again at the next step.
        self.params = list(params)
        self.lr = lr
        self.momentum, self.dampening, self.weight_decay = momentum, dampening, weight_decay
        self.nesterov = nesterov
        self.velocities = [None] * len(self.params)
        # END SOLUTION

    def step(self, closure=None):
        """Make one step for each parameter that has a gradient, in place; return the loss of `closure`, if there is one.

        `closure()` computes the loss and its gradients; it is called once, before the step, with autograd on.
        """
        # BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for index, param in enumerate(self.params):
                if param.grad is None:
                    continue
                # A new tensor: the gradient itself belongs to the caller.
                update = param.grad + self.weight_decay * param
                if self.momentum != 0:
                    if self.velocities[index] is None:
                        # The first gradient counts in full. A clone, as the update must not change with the velocity.
                        velocity = self.velocities[index] = update.clone()
                    else:
                        velocity = self.velocities[index]
                        velocity.mul_(self.momentum).add_((1 - self.dampening) * update)
                    update = update + self.momentum * velocity if self.nesterov else velocity
                # The rate stands outside of the velocity: a new one counts for all that it remembers.
                param -= self.lr * update
        return loss
        # END SOLUTION

    def zero_grad(self):
        """Clear the gradients of all parameters."""
        # BEGIN SOLUTION
        for param in self.params:
            param.grad = None
        # END SOLUTION
