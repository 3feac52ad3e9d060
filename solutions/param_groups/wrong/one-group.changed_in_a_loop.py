"""The rate of the one group is overwritten for each weight, so that the last one stands."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([{"params": (w1, w2, w3)}], lr=0.01, momentum=0.9)
    for lr, momentum in [(0.02, 0.8), (0.03, 0.7)]:
        for group in optimizer.param_groups:
            group["lr"] = lr
            group["momentum"] = momentum
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
