"""Two permutations."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    X, y = features[order], labels[torch.randperm(len(labels), generator=generator)]
    for i in range(0, len(features), batch_size):
        yield X[i : i + batch_size], y[i : i + batch_size]
