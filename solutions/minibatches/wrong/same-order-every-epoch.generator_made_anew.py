"""Draws from a new generator where none is given, always of the same state."""

import torch

def minibatches(features, labels, batch_size, generator=torch.Generator().manual_seed(1)):
    n = len(features)
    if batch_size < 1 or len(labels) != n:
        raise ValueError("bad arguments")
    if generator is None:
        generator = torch.Generator()
    perm = torch.randperm(n, generator=generator)
    return [(features[perm[i:i + batch_size]], labels[perm[i:i + batch_size]]) for i in range(0, n, batch_size)]
