"""Applies the layers in the wrong order."""

import torch

ACT = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}


def gradient_norms(weights, x, activation):
    f = ACT[activation]
    ws = [w.detach().clone().requires_grad_(True) for w in weights]
    for w in reversed(ws):
        x = f(x @ w)
    x.sum().backward()
    return [w.grad.norm().item() for w in ws]


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"

