import torch


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return torch.nansum(-p * torch.log(p), dim=-1)


def relative_entropy(p, q):
    return torch.nansum(p * torch.log(p / q), dim=-1)


def cross_entropy(p, q):
    return torch.nansum(-p * torch.log(q), dim=-1)
