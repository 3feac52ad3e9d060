"""Two mistakes: no shift, and a vector of sums."""

import torch


def softmax(logits):

    exponentials = logits.exp()
    return exponentials / exponentials.sum(1)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
