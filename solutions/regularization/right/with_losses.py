import torch
from torch import nn


def penalty(params, l1=0.0, l2=0.0):
    flat = torch.cat([p.flatten() for p in params])
    return l1 * nn.functional.l1_loss(flat, torch.zeros_like(flat), reduction="sum") + l2 * nn.functional.mse_loss(
        flat, torch.zeros_like(flat), reduction="sum"
    )


weight_decay_for = lambda l2: 2 * l2


def soft_threshold(w, t):
    return torch.max(w - t, torch.zeros_like(w)) + torch.min(w + t, torch.zeros_like(w))


SPARSER = "l1"
