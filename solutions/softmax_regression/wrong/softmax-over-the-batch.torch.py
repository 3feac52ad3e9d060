"""Torch's softmax along the wrong axis."""

import torch


def softmax(logits):
    return logits.softmax(0)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
