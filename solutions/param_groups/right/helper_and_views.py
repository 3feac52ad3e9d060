"""A helper writes each group, and the description is a read-only view of a copy."""

from types import MappingProxyType

import torch


RATES = {1: 0.01, 2: 0.02, 3: 0.03}
MOMENTA = {1: 0.9, 2: 0.8, 3: 0.7}


def group_of(number, weight):
    return {"params": [weight], "lr": RATES[number], "momentum": MOMENTA[number]}


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([group_of(1, w1)])
    optimizer.add_param_group(group_of(2, w2))
    optimizer.add_param_group(group_of(3, w3))
    assert len(describe(optimizer)) == 3
    return optimizer


def describe(optimizer):
    def without_params(group):
        copy = group.copy()
        copy.pop("params", None)
        return MappingProxyType(copy)

    return [without_params(group) for group in optimizer.param_groups]
