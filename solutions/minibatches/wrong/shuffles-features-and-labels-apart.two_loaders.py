"""A loader for each."""

from torch.utils.data import DataLoader


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    X = DataLoader(features, batch_size, shuffle=True, generator=generator)
    y = DataLoader(labels, batch_size, shuffle=True, generator=generator)
    return zip(X, y)
