"""Splits into parts of about the same size."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    n = -(-len(features) // batch_size)
    for j in torch.tensor_split(order, n):
        yield features[j], labels[j]
