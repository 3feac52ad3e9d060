"""Draws every batch anew."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    left = len(features)
    while left > 0:
        j = torch.randint(len(features), (min(batch_size, left),), generator=generator)
        yield features[j], labels[j]
        left -= batch_size
