"""A list, with Python's own shuffle where no generator is given."""

import random

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    indices = list(range(features.shape[0]))
    if generator is None:
        random.shuffle(indices)
    else:
        indices = torch.rand(len(indices), generator=generator).argsort().tolist()
    batches = []
    while indices:
        batch, indices = indices[:batch_size], indices[batch_size:]
        batches.append([torch.stack([features[i] for i in batch]), torch.stack([labels[i] for i in batch])])
    return batches
