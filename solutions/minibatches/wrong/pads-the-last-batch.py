"""Fills up from the beginning."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    order = torch.randperm(len(features), generator=generator)
    rest = -len(features) % batch_size
    order = torch.cat([order, order.repeat(batch_size)[:rest]])
    for i in range(0, len(order), batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
