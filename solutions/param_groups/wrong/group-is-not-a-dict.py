"""`add_param_group` is given a list, as the constructor is."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group([w2], lr=0.02, momentum=0.8)
    optimizer.add_param_group([w3], lr=0.03, momentum=0.7)
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
