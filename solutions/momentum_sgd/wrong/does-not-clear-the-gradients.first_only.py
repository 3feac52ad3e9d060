import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("nesterov")
        self.params = list(params)
        self.lr, self.mu, self.tau, self.wd, self.nest = lr, momentum, dampening, weight_decay, nesterov
        self.v = {}

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for p in self.params:
            if p.grad is None:
                continue
            d = p.grad + self.wd * p
            if self.mu:
                v = self.v.get(p)
                v = d.clone() if v is None else self.mu * v + (1 - self.tau) * d
                self.v[p] = v
                d = d + self.mu * v if self.nest else v
            p -= self.lr * d
        return loss

    def zero_grad(self):
        self.params[0].grad = None
