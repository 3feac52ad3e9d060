"""Shuffles the caller's tensors."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    features.copy_(features[order])
    labels.copy_(labels[order])
    for i in range(0, len(features), batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]
