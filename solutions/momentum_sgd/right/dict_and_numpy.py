"""Velocities in a dict of NumPy arrays, keyed by the parameter."""

import numpy as np
import torch


class SGD(object):
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params = [*params]
        self.lr, self.mu, self.tau, self.wd, self.nesterov = lr, momentum, dampening, weight_decay, nesterov
        if self.nesterov and not (self.mu > 0 and self.tau == 0):
            raise ValueError
        self.v = {}

    def step(self, closure=None):
        loss = closure() if closure else None
        for p in self.params:
            if p.grad is None:
                continue
            w = p.detach().numpy()  # shares its memory with the parameter
            d = p.grad.numpy() + self.wd * w
            u = d
            if self.mu:
                v = self.mu * self.v[p] + (1 - self.tau) * d if p in self.v else np.copy(d)
                self.v[p] = v
                u = d + self.mu * v if self.nesterov else v
            w -= self.lr * u
        return loss

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
