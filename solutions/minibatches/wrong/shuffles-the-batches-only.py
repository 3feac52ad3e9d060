"""Cuts first, then shuffles the pieces."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    starts = torch.randperm(-(-len(features) // batch_size), generator=generator) * batch_size
    for i in sorted(starts.tolist(), key=lambda s: s + batch_size > len(features)):
        yield features[i : i + batch_size], labels[i : i + batch_size]
