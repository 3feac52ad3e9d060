"""The group is a list of weights."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group([w2])
    optimizer.add_param_group([w3])
    for group, lr, momentum in zip(optimizer.param_groups, (0.01, 0.02, 0.03), (0.9, 0.8, 0.7)):
        group.update(lr=lr, momentum=momentum)
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
