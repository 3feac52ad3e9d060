"""Deal out a data set in minibatches: one epoch, every sample once, in a random order."""

import torch


def minibatches(features, labels, batch_size, generator=None):
    """Yield the minibatches `(X, y)` of one epoch, every sample exactly once, in a random order.

    `features` is (N, d), `labels` (N,) or (N, 1); `X` and `y` belong to the same samples. The last batch is smaller
    where `batch_size` does not divide N. `generator` is a `torch.Generator` or None; of the same state it gives the
    same order. Raise `ValueError` for a `batch_size` below 1, and for features and labels of unequal length.
    """
    # BEGIN SOLUTION
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    if len(features) != len(labels):
        raise ValueError(f"{len(features)} samples, but {len(labels)} labels")
    # One permutation for both: two would give each sample the label of another.
    order = torch.randperm(len(features), generator=generator)
    for start in range(0, len(order), batch_size):
        # A slice may reach beyond the end: the last one is shorter by itself.
        chosen = order[start : start + batch_size]
        yield features[chosen], labels[chosen]
    # END SOLUTION
