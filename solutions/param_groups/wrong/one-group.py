"""All three weights stand in one group."""

import torch


def build_optimizer(w1, w2, w3):
    return torch.optim.SGD([w1, w2, w3], lr=0.01, momentum=0.9)


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
