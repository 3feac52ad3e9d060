"""What lies within the threshold is taken off."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    terms = [l1 * torch.linalg.vector_norm(p, ord=1) + l2 * torch.sum(p * p) for p in params]
    return torch.stack(terms).sum()


def weight_decay_for(l2):
    return 2 * l2


def soft_threshold(w, t):
    return w - torch.clamp(w, -t, t)


SPARSER = "L1"
