"""In float64, norms as tensors in a tuple."""

import torch


def gradient_norms(weights, x, activation):
    leaves = [W.double().clone().detach().requires_grad_(True) for W in weights]
    out = x.double()
    for W in leaves:
        out = torch.einsum("ni,ij->nj", out, W)
        if activation == "sigmoid":
            out = 1 / (1 + torch.exp(-out))
        elif activation == "tanh":
            out = out.tanh()
        elif activation == "relu":
            out = torch.where(out > 0, out, torch.zeros_like(out))
    loss = out.sum()
    return tuple(torch.linalg.norm(grad) for grad in torch.autograd.grad(loss, leaves))


def diagnose(norms):
    first, last = norms[0], norms[-1]
    if first < 1e-3 * last:
        return "vanishing"
    elif first > 1e3 * last:
        return "exploding"
    else:
        return "stable"
