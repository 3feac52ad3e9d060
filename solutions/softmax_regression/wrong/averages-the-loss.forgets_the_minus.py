"""Averages in a loop, with the wrong sign."""

import torch


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):

    total = 0
    for row, label in zip(probabilities, target):
        total += row[label].log()
    return total / len(target)


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
