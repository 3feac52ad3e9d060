import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return -torch.xlogy(p, p).sum(dim=-1)


def relative_entropy(p, q):
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(-1)


def cross_entropy(p, q):
    return -torch.xlogy(p, q).sum()
