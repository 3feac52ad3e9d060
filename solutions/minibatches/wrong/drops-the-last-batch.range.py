"""The range ends too early, and nothing is shuffled."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    for i in range(0, len(features) - batch_size + 1, batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]
