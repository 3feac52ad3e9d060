"""Log-softmax."""

import torch
import torch.nn.functional as F


def softmax(logits):
    return F.log_softmax(logits, dim=-1)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
