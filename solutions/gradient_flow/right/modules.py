"""A Sequential of linear layers without biases, and hooks."""

import torch
from torch import nn


def gradient_norms(weights, x, activation):
    layers = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "identity": nn.Identity}
    net, norms = nn.Sequential(), [None] * len(weights)
    for index, W in enumerate(weights):
        linear = nn.Linear(*W.shape, bias=False)
        linear.weight = nn.Parameter(W.detach().clone().T)
        linear.weight.register_hook(lambda grad, index=index: norms.__setitem__(index, grad.norm().item()))
        net.append(linear)
        net.append(layers[activation]())
    net(x).sum().backward()
    return norms


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
