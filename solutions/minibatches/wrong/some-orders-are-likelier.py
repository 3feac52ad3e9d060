"""Begins at a random place and goes round."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    start = int(torch.randint(len(features), (1,), generator=generator))
    order = (torch.arange(len(features)) + start) % len(features)
    for i in range(0, len(features), batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
