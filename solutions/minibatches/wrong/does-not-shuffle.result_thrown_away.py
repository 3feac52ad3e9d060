"""Shuffles a list and goes over another one."""

import random


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    indices = list(range(len(features)))
    random.shuffle(indices.copy())
    for i in range(0, len(features), batch_size):
        j = indices[i : i + batch_size]
        yield features[j], labels[j]
