"""The chain rule by hand, without autograd."""

import math

import torch


def gradient_norms(weights, x, activation):
    slopes = {
        "sigmoid": (torch.sigmoid, lambda y: y * (1 - y)),
        "tanh": (torch.tanh, lambda y: 1 - y**2),
        "relu": (lambda z: z.clamp(min=0), lambda y: (y > 0).to(y.dtype)),
        "identity": (lambda z: z, torch.ones_like),
    }
    f, slope = slopes[activation]
    values = [x]
    for W in weights:
        values.append(f(values[-1] @ W))
    flow, norms = torch.ones_like(values[-1]), []
    for W, before, after in zip(weights[::-1], values[-2::-1], values[::-1]):
        flow = flow * slope(after)
        norms.append(math.sqrt((before.T @ flow).square().sum().item()))
        flow = flow @ W.T
    return norms[::-1]


def diagnose(norms):
    power = math.log10(norms[0] / norms[-1]) if norms[0] > 0 else -math.inf
    return "vanishing" if power < -3 else "exploding" if power > 3 else "stable"
