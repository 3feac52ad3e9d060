import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return torch.special.entr(p.detach()).sum(-1)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    return -torch.xlogy(p, q).sum(-1)
