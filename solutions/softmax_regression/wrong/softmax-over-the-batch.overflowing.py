"""Two mistakes: the axis, and no shift."""

import torch


def softmax(logits):

    partition = sum(row.exp() for row in logits)
    return torch.stack([row.exp() / partition for row in logits])


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
