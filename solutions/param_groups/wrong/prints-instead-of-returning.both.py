"""Both functions show their result instead of returning it."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    print(optimizer)


def describe(optimizer):
    print(optimizer)
