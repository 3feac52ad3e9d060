"""Looks at the batch size only."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    order = torch.randperm(len(features), generator=generator)
    order = order[order < len(labels)]
    for i in range(0, len(features), batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
