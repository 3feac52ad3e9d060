"""All three groups go to the constructor at once."""

import torch


def build_optimizer(w1, w2, w3):
    return torch.optim.SGD(
        [
            {"params": [w1], "lr": 0.01, "momentum": 0.9},
            {"params": [w2], "lr": 0.02, "momentum": 0.8},
            {"params": [w3], "lr": 0.03, "momentum": 0.7},
        ],
        lr=0.1,
    )


def describe(optimizer):
    return [{k: g[k] for k in g.keys() - {"params"}} for g in optimizer.param_groups]
