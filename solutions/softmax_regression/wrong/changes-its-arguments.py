"""Shifts the caller's own logits."""

import torch


def softmax(logits):

    with torch.no_grad():
        logits -= logits.max(dim=1, keepdim=True).values
    exponentials = torch.exp(logits)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
