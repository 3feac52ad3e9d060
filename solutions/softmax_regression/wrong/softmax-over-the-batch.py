"""Sums down the columns, as `X_exp.sum(0)` does."""

import torch


def softmax(logits):

    exponentials = torch.exp(logits - logits.max(0, keepdim=True).values)
    return exponentials / exponentials.sum(0, keepdim=True)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
