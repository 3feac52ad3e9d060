from __future__ import annotations

from typing import Callable, Iterable

import torch


class SGD:
    def __init__(self, params: Iterable[torch.Tensor], lr: float, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov:
            if momentum == 0 or dampening != 0:
                raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        options = dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)
        self.param_groups = [{"params": list(params), **options}]
        self.state = {}

    @property
    def lr(self):
        return self.param_groups[0]["lr"]

    @lr.setter
    def lr(self, value):
        self.param_groups[0]["lr"] = value

    @torch.no_grad()
    def step(self, closure: Callable | None = None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._one(p, p.grad, group)
        return loss

    def _one(self, p, grad, group):
        grad = grad.add(p, alpha=group["weight_decay"])
        state = self.state.setdefault(id(p), {})
        if group["momentum"]:
            if "buffer" not in state:
                state["buffer"] = grad.detach().clone()
            else:
                state["buffer"].mul_(group["momentum"]).add_(grad, alpha=1 - group["dampening"])
            grad = grad.add(state["buffer"], alpha=group["momentum"]) if group["nesterov"] else state["buffer"]
        p.add_(grad, alpha=-group["lr"])

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None
