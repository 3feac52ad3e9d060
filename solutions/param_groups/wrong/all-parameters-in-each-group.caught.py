"""The exception is caught, so that the two other groups are missing."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1, w2, w3], lr=0.01, momentum=0.9)
    for lr, momentum in ((0.02, 0.8), (0.03, 0.7)):
        try:
            optimizer.add_param_group({"params": [w1, w2, w3], "lr": lr, "momentum": momentum})
        except ValueError as error:
            print(error)
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
