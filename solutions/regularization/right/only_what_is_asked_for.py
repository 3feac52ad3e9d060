"""A term that costs nothing is left out."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    params = list(params)
    total = 0
    if l1:
        total = total + l1 * sum(p.abs().sum() for p in params)
    if l2:
        total = total + l2 * sum(torch.einsum("...,...->", p, p) for p in params)
    return total


def weight_decay_for(l2):
    w = torch.tensor(1.0, requires_grad=True)
    (l2 * w**2).backward()
    return w.grad.item()


def soft_threshold(w, t):
    return torch.relu(w - t) - torch.relu(-w - t)


SPARSER = "l1"
