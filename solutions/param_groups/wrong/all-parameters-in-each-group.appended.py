"""Groups appended by hand get round the refusal; each weight then moves three times a step."""

import torch


def build_optimizer(w1, w2, w3):
    optimizer = torch.optim.SGD([w1, w2, w3], lr=0.01, momentum=0.9)
    for lr, momentum in ((0.02, 0.8), (0.03, 0.7)):
        optimizer.param_groups.append({**optimizer.param_groups[0], "lr": lr, "momentum": momentum})
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
