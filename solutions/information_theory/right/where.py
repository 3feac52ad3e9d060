import torch


def relative_terms(p, q):
    zero = torch.zeros_like(p)
    return torch.where(p == 0, zero, p * torch.log(p / q))


def self_information(p):
    return (1 / p).log()


def entropy(p):
    return relative_terms(p, torch.ones_like(p)).sum(-1).neg()


def relative_entropy(p, q):
    return relative_terms(p, q).sum(-1)


def cross_entropy(p, q):
    return relative_entropy(p, q) + entropy(p)
