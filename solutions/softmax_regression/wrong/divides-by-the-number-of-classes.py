"""`scores.shape[1]` for the number of samples."""

import torch


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):

    return int((scores.argmax(1) == target).sum()) / scores.shape[1]
