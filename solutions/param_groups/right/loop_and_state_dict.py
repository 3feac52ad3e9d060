"""A loop over the weights, and the groups of the state dict, which are copies."""

import torch


def build_optimizer(*weights):
    settings = [dict(lr=0.01, momentum=0.9), dict(lr=0.02, momentum=0.8), dict(lr=0.03, momentum=0.7)]
    optimizer = None
    for weight, setting in zip(weights, settings):
        if optimizer is None:
            optimizer = torch.optim.SGD([weight], **setting)
        else:
            optimizer.add_param_group(dict(params=weight, **setting))
    return optimizer


def describe(optimizer):
    groups = optimizer.state_dict()["param_groups"]
    for group in groups:
        del group["params"]
    return groups
