"""The best sample of each class, not the best class of each sample."""

import torch


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):

    return (scores.argmax(dim=0) == target).float().mean()
