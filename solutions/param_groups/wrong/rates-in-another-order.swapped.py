"""The second and the third rate are swapped, in a list beside the weights."""

import torch


def build_optimizer(w1, w2, w3):
    rates = [0.01, 0.03, 0.02]
    momenta = [0.9, 0.8, 0.7]
    optimizer = None
    for weight, lr, momentum in zip([w1, w2, w3], rates, momenta):
        if optimizer is None:
            optimizer = torch.optim.SGD([weight], lr=lr, momentum=momentum)
        else:
            optimizer.add_param_group({"params": [weight], "lr": lr, "momentum": momentum})
    return optimizer


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
