"""Measures the weights, without a network, from back to front."""

import torch


def gradient_norms(weights, x, activation):
    return [torch.linalg.norm(W).item() for W in weights[::-1]]


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
