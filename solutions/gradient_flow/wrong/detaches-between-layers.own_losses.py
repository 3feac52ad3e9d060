"""A loss for each layer alone."""

import torch


def gradient_norms(weights, x, activation):
    f = getattr(torch, activation) if activation != "identity" else torch.clone
    norms = []
    for W in weights:
        W = W.detach().requires_grad_()
        x = f(x @ W)
        (gradient,) = torch.autograd.grad(x.sum(), W)
        norms.append(gradient.norm())
        x = x.detach()
    return norms


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
