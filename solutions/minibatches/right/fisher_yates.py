"""The shuffle of Fisher and Yates, on copies."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    features, labels = features.clone(), labels.clone()
    for last in range(len(features) - 1, 0, -1):
        other = torch.randint(last + 1, (1,), generator=generator).item()
        features[[last, other]] = features[[other, last]]
        labels[[last, other]] = labels[[other, last]]
    for start in range(0, len(features), batch_size):
        yield features[start : start + batch_size], labels[start : start + batch_size]
