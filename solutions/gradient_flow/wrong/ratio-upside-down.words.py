"""The right ratio, the words swapped."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    leaves = [W.detach().clone().requires_grad_() for W in weights]
    for W in leaves:
        x = f(x @ W)
    x.sum().backward()
    return [W.grad.norm().item() for W in leaves]


def diagnose(norms):
    first, *_, last = [*norms[:1], *norms]
    return "exploding" if first < last * 1e-3 else "vanishing" if first > last * 1e3 else "stable"
