"""Each batch is the start of a new permutation, and always full."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    for _ in range(-(-len(features) // batch_size)):
        j = torch.randperm(len(features), generator=generator)[:batch_size]
        yield features[j], labels[j]
