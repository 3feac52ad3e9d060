"""The largest norm against the smallest."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    leaves = [W.detach().clone().requires_grad_() for W in weights]
    for W in leaves:
        x = f(x @ W)
    x.sum().backward()
    return [W.grad.norm().item() for W in leaves]


def diagnose(norms):
    if min(norms) == 0 or norms[0] / max(norms) < 1e-3:
        return "vanishing"
    return "exploding" if norms[0] / min(norms) > 1e3 else "stable"
