"""Printing beside returning is no fault, nor is an optimizer that was thrown away before."""

import torch


def build_optimizer(w1, w2, w3):
    torch.optim.SGD([{"params": [w1]}, {"params": [w2]}, {"params": [w3]}], lr=0.1)
    optimizer = torch.optim.SGD([w1], lr=torch.tensor(0.01), momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": torch.tensor(0.02), "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": torch.tensor(0.03), "momentum": 0.7})
    print(optimizer)
    return optimizer


def describe(optimizer):
    groups = []
    for group in optimizer.param_groups:
        d = {}
        for key in group:
            if key == "params":
                continue
            d[key] = group[key]
        print(d)
        groups.append(d)
    return groups
