"""The momentum belongs to the first group alone, so that the others have 0."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([{"params": [w1], "momentum": 0.9}], lr=0.01)
    for weight, lr in ((w2, 0.02), (w3, 0.03)):
        optimizer.add_param_group(dict(params=[weight], lr=lr))
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
