"""Softmax in NumPy."""

import numpy as np
import torch


def softmax(logits):

    array = logits.detach().numpy()
    exponentials = np.exp(array - array.max(axis=1, keepdims=True))
    return torch.from_numpy(exponentials / exponentials.sum(axis=1, keepdims=True))


def cross_entropy(probabilities, target):
    return -torch.log(probabilities[range(len(target)), target])


def accuracy(scores, target):
    return (scores.argmax(dim=1) == target).float().mean()
