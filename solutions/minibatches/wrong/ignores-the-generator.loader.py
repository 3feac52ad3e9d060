"""Does not pass it on."""

from torch.utils.data import DataLoader, TensorDataset


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1:
        raise ValueError("batch_size < 1")
    if len(features) != len(labels):
        raise ValueError("unequal lengths")
    return DataLoader(TensorDataset(features, labels), batch_size, shuffle=True)
