import math

import torch


def self_information(p):
    return -torch.log2(p) * math.log(2)


def entropy(p):
    return cross_entropy(p, p)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    if p.ndim > 1:
        return torch.stack([cross_entropy(a, b) for a, b in zip(p, q)])
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p, q):
        if a > 0:
            total = total - a * b.log()
    return total
