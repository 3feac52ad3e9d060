"""An object with an `__iter__` of its own."""

import numpy as np
import torch


class Epoch:
    def __init__(self, features, labels, batch_size, seed):
        self.features, self.labels, self.batch_size = features, labels, batch_size
        self.order = np.random.RandomState(seed).permutation(len(features))

    def __iter__(self):
        for i in range(0, len(self.order), self.batch_size):
            j = torch.from_numpy(self.order[i : min(i + self.batch_size, len(self.order))])
            yield self.features.index_select(0, j), self.labels.index_select(0, j)


def minibatches(features, labels, batch_size, generator=None):
    if not batch_size >= 1 or features.shape[0] != labels.shape[0]:
        raise ValueError(batch_size)
    return Epoch(features, labels, batch_size, int(torch.randint(2**31, (), generator=generator)))
