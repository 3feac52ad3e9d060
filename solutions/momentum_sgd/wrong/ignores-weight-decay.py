import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.dampening = dampening
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.velocities = [None for _ in self.params]

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                d = p.grad
                if self.momentum:
                    if self.velocities[i] is None:
                        self.velocities[i] = d.clone()
                    else:
                        self.velocities[i] = self.momentum * self.velocities[i] + (1 - self.dampening) * d
                    if self.nesterov:
                        d = d + self.momentum * self.velocities[i]
                    else:
                        d = self.velocities[i]
                p -= self.lr * d
        return loss

    def zero_grad(self):
        for p in self.params:
            p.grad = None
