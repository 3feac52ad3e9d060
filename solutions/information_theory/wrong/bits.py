import torch


def self_information(p):
    return -torch.log2(p)


def entropy(p):
    return torch.nansum(-p * torch.log2(p), dim=-1)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    return -torch.where(p > 0, p * torch.log2(q), torch.zeros_like(p)).sum(-1)
