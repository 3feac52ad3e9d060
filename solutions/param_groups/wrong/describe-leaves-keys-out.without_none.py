"""Options that are None or False are left out as if they were nothing."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    return optimizer


def describe(optimizer):
    result = []
    for group in optimizer.param_groups:
        result.append({key: value for key, value in group.items() if key != "params" and value})
    return result
