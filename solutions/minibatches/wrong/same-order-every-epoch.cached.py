"""The permutation is drawn once for each size."""

from functools import lru_cache

import torch


@lru_cache
def order_of(n):
    return torch.randperm(n)


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = order_of(len(features))
    for i in range(0, len(features), batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
