"""One dict is filled again and again: every entry of the list is the last group."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    return optimizer


def describe(optimizer):
    result = []
    description = {}
    for group in optimizer.param_groups:
        for key in group:
            if key != "params":
                description[key] = group[key]
        result.append(description)
    return result
