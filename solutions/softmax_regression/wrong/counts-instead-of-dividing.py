"""The book's `accuracy`, which counts."""

import torch


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):

    y_hat = scores.argmax(axis=1)
    cmp = y_hat.type(target.dtype) == target
    return float(cmp.type(target.dtype).sum())
