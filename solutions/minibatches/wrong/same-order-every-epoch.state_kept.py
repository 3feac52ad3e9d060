"""Draws from a copy of the generator."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    own = torch.Generator()
    own.set_state(generator.get_state() if generator is not None else torch.get_rng_state())
    order = torch.randperm(len(features), generator=own)
    for i in range(0, len(features), batch_size):
        j = order[i : i + batch_size]
        yield features[j], labels[j]
