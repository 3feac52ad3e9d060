import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return -torch.xlogy(p, p).sum(dim=-1)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    return -(p * torch.log(q + 1e-12)).sum(-1)
