"""Cuts first, then shuffles within."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    for i in range(0, len(features), batch_size):
        X, y = features[i : i + batch_size], labels[i : i + batch_size]
        j = torch.randperm(len(X), generator=generator)
        yield X[j], y[j]
