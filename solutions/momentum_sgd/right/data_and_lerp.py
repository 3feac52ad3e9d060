import torch


def velocity_after(velocity, gradient, momentum, dampening):
    if velocity is None:
        return gradient
    return momentum * velocity + (1 - dampening) * gradient


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.slots = [[param, None] for param in params]
        self.lr = lr
        self.options = momentum, dampening, weight_decay
        self.nesterov = nesterov
        if nesterov and (momentum <= 0 or dampening):
            raise ValueError("nesterov")

    def step(self, closure=None):
        if closure is not None:
            loss = closure()
        momentum, dampening, decay = self.options
        for slot in self.slots:
            param, velocity = slot
            if param.grad is None:
                continue
            slope = param.grad.data + decay * param.data
            if momentum == 0:
                update = slope
            else:
                slot[1] = velocity_after(velocity, slope, momentum, dampening)
                update = slope + momentum * slot[1] if self.nesterov else slot[1]
            param.data = param.data - self.lr * update
        if closure is not None:
            return loss

    def zero_grad(self):
        for param, _ in self.slots:
            if param.grad is not None:
                param.grad = torch.zeros_like(param)
