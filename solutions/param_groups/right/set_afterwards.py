"""The groups come first, their options are set in place afterwards."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD(iter([w1]), lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": w2})
    optimizer.add_param_group({"params": (w3,)})
    for i, group in enumerate(optimizer.param_groups):
        group["lr"] = 0.01 * (i + 1)
        group["momentum"] = 0.9 - 0.1 * i
    return optimizer


def describe(optimizer):
    descriptions = []
    for group in optimizer.param_groups:
        description = dict(group)
        description.pop("params")
        descriptions.append(description)
    return tuple(descriptions)
