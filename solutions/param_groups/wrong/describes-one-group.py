"""`return` stands inside the loop."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    return optimizer


def describe(optimizer):
    for group in optimizer.param_groups:
        return {key: value for key, value in group.items() if key != "params"}
