from __future__ import annotations
from dataclasses import dataclass, field
from typing import Callable, Iterable, Optional
import torch
from torch import Tensor


@dataclass
class Slot:
    param: Tensor
    velocity: Optional[Tensor] = None

    def update(self, o: "SGD") -> None:
        d = self.param.grad if not o.weight_decay else self.param.grad.add(self.param.data, alpha=o.weight_decay)
        self.param.data = self.param.data  # no change
        u = d
        if o.momentum > 0:
            self.velocity = d.clone() if self.velocity is None else o.momentum * self.velocity + (1 - o.dampening) * d
            u = self.velocity if not o.nesterov else d + o.momentum * self.velocity
        self.param.data.sub_(o.lr * u)


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov and (momentum == 0 or dampening > 0):
            raise ValueError
        self.params = list(params)
        self.lr, self.momentum, self.dampening, self.weight_decay, self.nesterov = lr, momentum, dampening, weight_decay, nesterov
        self.t = 0
        self.v = [torch.zeros_like(p) for p in self.params]
    def step(self, closure=None):
        loss = closure() if closure is not None else None
        self.t += 1
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                d = p.grad + self.weight_decay * p
                if self.momentum:
                    self.v[i] = self.momentum * self.v[i] + (1 if self.t == 1 else 1 - self.dampening) * d
                    d = d + self.momentum * self.v[i] if self.nesterov else self.v[i]
                p -= self.lr * d
        return loss
    def zero_grad(self):
        for p in self.params:
            p.grad = None



if __name__ == "__main__":
    w = torch.ones(1, requires_grad=True)
    SGD([w], 0.1)
