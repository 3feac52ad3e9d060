# ruff: noqa: F403, F405
from torch import *
from torch.utils.data import *


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1 or features.size(0) != labels.size(0):
        raise ValueError("坏参数")
    return DataLoader(TensorDataset(features, labels), batch_size, shuffle=True, generator=generator)
