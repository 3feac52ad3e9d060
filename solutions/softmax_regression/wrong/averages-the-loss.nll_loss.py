"""`nll_loss` averages by default."""

import torch
import torch.nn.functional as F


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):
    return F.nll_loss(probabilities.log(), target)


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
