"""The one-hot table is never added up."""

import torch
import torch.nn.functional as F


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(probabilities, target):

    return -F.one_hot(target, probabilities.shape[1]) * torch.log(probabilities)


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
