"""`<=` and `>=`."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    leaves = [W.detach().clone().requires_grad_() for W in weights]
    for W in leaves:
        x = f(x @ W)
    x.sum().backward()
    return [W.grad.norm().item() for W in leaves]


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r <= 1e-3:
        return "vanishing"
    return "exploding" if r >= 1e3 else "stable"
