"""Drops, and shuffles apart."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    other = torch.randperm(len(features), generator=generator)
    for i in range(len(features) // batch_size):
        k = slice(i * batch_size, (i + 1) * batch_size)
        yield features[order[k]], labels[other[k]]
