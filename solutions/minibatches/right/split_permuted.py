"""Permutes both, then splits."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    n = features.size(0)
    order = torch.multinomial(torch.ones(n), n, generator=generator)
    return zip(features[order].split(batch_size), labels[order].split(batch_size))
