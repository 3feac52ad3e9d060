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
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                d = p.grad + self.weight_decay * p
                v = self.velocities[i]
                v[...] = self.momentum * v + (1 - self.dampening if v.any() else 1) * self.lr * d
                p -= self.lr * d + self.momentum * v if self.nesterov else v
        return loss

    def zero_grad(self):
        for p in self.params:
            p.grad = None
