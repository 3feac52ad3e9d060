"""The chain rule by hand, from the last layer on; the list is never turned round."""

import torch


def gradient_norms(weights, x, activation):
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}[activation]
    inputs, products = [], []
    for W in weights:
        inputs.append(x)
        products.append((x @ W).requires_grad_())
        x = f(products[-1]).detach()
    flow = torch.ones_like(x)
    norms = []
    for x, z, W in zip(inputs[::-1], products[::-1], weights[::-1]):
        with torch.enable_grad():
            (flow,) = torch.autograd.grad(f(z), z, flow)
        norms.append((x.T @ flow).norm().item())
        flow = flow @ W.T
    return norms


def diagnose(norms):
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    if r > 1e3:
        return "exploding"
    return "stable"
