"""One rate for each weight, in a list, which the constructor does not understand."""

import torch


def build_optimizer(w1, w2, w3):
    return torch.optim.SGD([w1, w2, w3], lr=[0.01, 0.02, 0.03], momentum=[0.9, 0.8, 0.7])


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
