"""`clone().detach()` makes other tensors: the optimizer moves those."""

import torch


def build_optimizer(w1, w2, w3):
    w1, w2, w3 = (w.clone().detach().requires_grad_() for w in (w1, w2, w3))
    optimizer = torch.optim.SGD([w1], lr=0.01, momentum=0.9)
    optimizer.add_param_group({"params": [w2], "lr": 0.02, "momentum": 0.8})
    optimizer.add_param_group({"params": [w3], "lr": 0.03, "momentum": 0.7})
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
