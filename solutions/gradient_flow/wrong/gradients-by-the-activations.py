"""Keeps the gradients of what flows through the layers."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    x = x.clone().requires_grad_()
    values = []
    for W in weights:
        x.retain_grad()
        values.append(x)
        x = f(x @ W)
    x.sum().backward()
    return [value.grad.norm().item() for value in values]


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
