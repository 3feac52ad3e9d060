"""Three groups for the constructor, of which one has a momentum."""

import torch


def build_optimizer(w1, w2, w3):
    return torch.optim.SGD(
        [
            {"params": [w1], "lr": 0.01, "momentum": 0.9},
            {"params": [w2], "lr": 0.02},
            {"params": [w3], "lr": 0.03},
        ]
    )


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
