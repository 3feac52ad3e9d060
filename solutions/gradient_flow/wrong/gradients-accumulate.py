"""Lets the caller's weights collect gradients."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    for W in weights:
        W.requires_grad_(True)
        x = f(x @ W)
    x.sum().backward()
    return [W.grad.norm().item() for W in weights]


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
