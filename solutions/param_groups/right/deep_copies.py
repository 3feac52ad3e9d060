"""Deep copies may be changed at will."""

from copy import deepcopy

import torch


def build_optimizer(w1, w2, w3):
    opt = torch.optim.SGD(params=[w1], lr=0.01, momentum=0.9, foreach=True)
    for p, lr, mom in [(w2, 0.02, 0.8), (w3, 0.03, 0.7)]:
        opt.add_param_group(param_group={"params": [p], "lr": lr, "momentum": mom, "dampening": 0.0})
    return opt


def describe(optimizer):
    groups = deepcopy(optimizer).param_groups
    for group in groups:
        group.pop("params")
    return groups
