import torch


def minibatches(features, labels, batch_size, generator=None):
    if batch_size < 1 or len(features) != len(labels):
        raise ValueError
    order = torch.randperm(len(features), generator=generator)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        return features[batch], labels[batch]
