import torch
from functools import reduce


def build_optimizer(w1, w2, w3):
    return reduce(
        lambda o, g: (o.add_param_group({"params": [g[0]], "lr": g[1], "momentum": g[2]}), o)[1],
        [(w2, 0.02, 0.8), (w3, 0.03, 0.7)],
        torch.optim.SGD([w1], 0.01, 0.9),
    )


def describe(optimizer):
    return [{k: v for k, v in g.items() if k != "params"} for g in optimizer.state_dict()["param_groups"]]
