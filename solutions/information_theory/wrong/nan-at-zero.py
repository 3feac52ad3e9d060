import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return -(p * p.log()).sum(-1)


def relative_entropy(p, q):
    return (p * torch.log(p / q)).sum(-1)


def cross_entropy(p, q):
    return -(p * q.log()).sum(-1)
