import copy

import torch


def defaults(optimizer):
    return {k: v for k, v in optimizer.param_groups[0].items() if k != "params"}


def parameter_count(optimizer):
    total = 0
    for group in optimizer.param_groups:
        for param in group["params"]:
            total += param.numel()
    return total


def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr


def velocity(optimizer, param):
    if param not in optimizer.state:
        return None
    return optimizer.state[param].get("momentum_buffer")


def clone(optimizer, params):
    params = list(params)
    groups = []
    for group in optimizer.param_groups:
        n = len(group["params"])
        groups.append({**group, "params": params[:n]})
        params = params[n:]
    new = type(optimizer)(groups)
    new.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    return new


METHODS = {
    "zero_grad": "clears gradients",
    "step": "updates parameters",
    "add_param_group": "adds parameters with options of their own",
    "state_dict": "returns groups and state",
    "load_state_dict": "restores groups and state",
}
