"""A norm for the squares, and the decay of the unhalved penalty."""

import torch


def penalty(params, l1=0.0, l2=0.0):
    flat = torch.cat([p.reshape(-1) for p in params])
    return l1 * torch.linalg.vector_norm(flat, 1) + l2 * torch.linalg.vector_norm(flat, 2)


def weight_decay_for(l2):
    return l2


def soft_threshold(w, t):
    return torch.sign(w) * torch.relu(w.abs() - t)


SPARSER = "l1"
