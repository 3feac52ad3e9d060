import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return -torch.xlogy(p, p).sum(dim=-1)


def relative_entropy(p, q):
    total = 0
    for j in range(p.shape[-1]):
        total = total + q[..., j] * (q[..., j].log() - p[..., j].log())
    return total


def cross_entropy(p, q):
    return -torch.xlogy(p, q).sum(-1)
