"""Deal out a data set in minibatches: one epoch, every sample once, in a random order."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    """Yield the minibatches `(X, y)` of one epoch, every sample exactly once, in a random order.

    `features` is (N, d), `labels` (N,) or (N, 1); `X` and `y` belong to the same samples. The last batch is smaller
    where `batch_size` does not divide N. `generator` is a `torch.Generator` or None; of the same state it gives the
    same order. Raise `ValueError` for a `batch_size` below 1, and for features and labels of unequal length.
    """
    raise NotImplementedError("minibatches: write your code here")
