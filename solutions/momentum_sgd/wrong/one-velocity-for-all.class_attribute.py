import torch
from torch.nn import Module
_shared = None
class Velocity:
    v = None
    def __init__(self, mu, tau):
        self.mu, self.tau = mu, tau
    def __call__(self, d):
        cls = type(self)
        cls.v = d.clone() if cls.v is None else cls.v * self.mu + d * (1 - self.tau)
        return cls.v

class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        bad = nesterov and not (momentum > 0 and dampening == 0)
        if bad:
            raise ValueError("nesterov=True needs momentum > 0 and dampening = 0")
        self.pairs = [(p, Velocity(momentum, dampening)) for p in params]
        self.lr, self.opts = lr, dict(m=momentum, wd=weight_decay, n=nesterov)
    def step(self, closure=None):
        if closure is None:
            out = None
        else:
            out = closure()
        torch.set_grad_enabled(False)
        try:
            for p, vel in self.pairs:
                if p.grad is None:
                    continue
                d = p.grad + p * self.opts["wd"]
                if self.opts["m"]:
                    v = vel(d)
                    d = (d + self.opts["m"] * v) if self.opts["n"] else v
                p.sub_(d, alpha=self.lr)
        finally:
            torch.set_grad_enabled(True)
        return out
    def zero_grad(self):
        for p, _ in self.pairs:
            if p.grad is not None:
                p.grad = None
