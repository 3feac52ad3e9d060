"""Pushes through the layers in the right order, prepends each norm."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    leaves = [torch.tensor(W.tolist(), requires_grad=True) for W in weights]
    for W in leaves:
        x = f(torch.matmul(x, W))
    norms = []
    for grad in torch.autograd.grad(torch.sum(x), leaves):
        norms.insert(0, float(grad.square().sum().sqrt()))
    return norms


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
