import torch


def self_information(p):
    return -torch.log(p)


def _nl(p, q):
    return (p * q.log()).masked_fill(p == 0, 0)


def entropy(p):
    return -_nl(p, p).sum(-1)


def relative_entropy(p, q):
    r = p / q
    return (p * r.log()).masked_fill(p == 0, 0).sum(-1)


def cross_entropy(p, q):
    return -_nl(p, q).sum(-1)
