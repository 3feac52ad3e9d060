"""Categorical normalises what it is given: gradients differ by a constant along each distribution."""

import torch
from torch.distributions import Categorical, kl_divergence


def self_information(p):
    return -torch.log(p)


def entropy(p):
    return Categorical(probs=p).entropy()


def relative_entropy(p, q):
    return kl_divergence(Categorical(probs=p), Categorical(probs=q))


def cross_entropy(p, q):
    return -torch.xlogy(p, q).sum(-1)
