"""Torch's own functions, rightly used."""

import torch
import torch.nn.functional as F
from torch import nn


softmax = nn.Softmax(dim=-1)


def cross_entropy(probabilities, target):
    return F.nll_loss(torch.log(probabilities), target, reduction="none")


def accuracy(scores, target):
    return torch.eq(torch.max(scores, 1)[1], target).sum() / scores.size(0)
