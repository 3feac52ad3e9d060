"""One-hot tables and einsum; an epsilon that does not matter; NumPy for the accuracy."""

import numpy as np
import torch


def softmax(logits):

    z = logits.T - logits.amax(1)
    z = z.exp()
    return (z / z.sum(0)).T


def cross_entropy(probabilities, target):

    table = one_hot(target, probabilities.shape[-1]).to(probabilities.dtype)
    return torch.einsum("nc,nc->n", -table, torch.log(probabilities + 1e-12))


def accuracy(scores, target):
    return np.mean(scores.numpy().argmax(axis=1) == target.numpy())


def one_hot(target, num_classes):
    return torch.eye(num_classes)[target]
