import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return -torch.xlogy(p, p).sum(dim=-1)


def relative_entropy(p, q):
    return cross_entropy(p, q) - entropy(p)


def cross_entropy(p, q):
    kept = (p > 0) & (q > 0)
    safe = torch.where(kept, q, torch.ones_like(q))
    return -(p * safe.log()).sum(-1)
