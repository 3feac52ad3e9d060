import torch


class SGD(object):
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov:
            if momentum <= 0 or dampening != 0:
                raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        self.params = [*params]
        self.lr = lr
        self.defaults = dict(momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)
        self.state = {}

    def step(self, closure=None):
        out = None
        if closure:
            out = closure()
        d = self.defaults
        for p in self.params:
            g = p.grad
            if g is None:
                continue
            w = p.detach()
            g = g + d["weight_decay"] * w
            if d["momentum"]:
                key = id(p)
                if key in self.state:
                    self.state[key] = self.state[key] * d["momentum"] + g * (1 - d["dampening"])
                else:
                    self.state[key] = g
                g = g + d["momentum"] * self.state[key] if d["nesterov"] else self.state[key]
            with torch.no_grad():
                p.copy_(p - self.lr * g)
        return out

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
