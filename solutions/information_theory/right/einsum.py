import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return torch.special.entr(p).sum(-1)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    # A class with p = 0 is asked of a model that is sure of it: log 1 = 0.
    safe = q.masked_fill(p == 0, 1.0)
    return torch.einsum("...j,...j->...", p, -safe.log())
