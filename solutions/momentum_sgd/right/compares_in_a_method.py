import torch
from torch import optim
import functools


class _Slot:
    def __init__(self, owner, param):
        self.owner, self.param, self.v = owner, param, None

    @torch.no_grad()
    def update(self):
        o, p = self.owner, self.param
        if p.grad is None:
            return
        g = p.grad.detach().clone()
        if o.weight_decay != 0:
            g += o.weight_decay * p.detach()
        if o.momentum != 0:
            self.v = g.clone() if self.v is None else o.momentum * self.v + (1 - o.dampening) * g
            g = g + o.momentum * self.v if o.nesterov else self.v
        p.data.add_(g, alpha=-o.lr)


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.lr = lr
        self.__dict__.update(momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError()
        self.slots = list(map(functools.partial(_Slot, self), params))

    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        [s.update() for s in self.slots]
        return loss

    def zero_grad(self, set_to_none=False):
        for s in self.slots:
            if s.param.grad is not None:
                s.param.grad.detach_().zero_()

    def _against_torch(self):
        return optim.SGD([s.param for s in self.slots], lr=self.lr)


if __name__ == "__main__":
    w = torch.ones(2, requires_grad=True)
    print(optim.SGD([w], 0.1))
