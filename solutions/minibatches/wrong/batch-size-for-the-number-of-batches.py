"""Makes `batch_size` pieces."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    for j in torch.tensor_split(order, batch_size):
        yield features[j], labels[j]
