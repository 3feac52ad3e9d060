"""Three optimizers instead of three groups."""

import torch


def build_optimizer(w1, w2, w3):
    first = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    second = torch.optim.SGD([w2], lr=0.02, momentum=0.8)
    third = torch.optim.SGD([w3], lr=0.03, momentum=0.7)
    return first, second, third


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
