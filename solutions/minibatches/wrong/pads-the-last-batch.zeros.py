"""Fills up with zeros."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    for i in range(0, len(features), batch_size):
        j = order[i : i + batch_size]
        X = features.new_zeros(batch_size, features.shape[1])
        y = labels.new_zeros(batch_size, *labels.shape[1:])
        X[: len(j)], y[: len(j)] = features[j], labels[j]
        yield X, y
