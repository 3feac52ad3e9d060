"""The whole optimizer is copied, then its parameters are exchanged."""

import copy
from collections import defaultdict


def defaults(optimizer):
    return copy.deepcopy(optimizer.defaults)


def parameter_count(optimizer):
    from math import prod

    return sum(prod(p.shape) for g in optimizer.param_groups for p in g["params"])


def set_learning_rate(optimizer, lr):
    for index in range(len(optimizer.param_groups)):
        optimizer.param_groups[index].update(lr=lr)


def velocity(optimizer, param):
    try:
        return optimizer.state[param]["momentum_buffer"]
    except KeyError:
        return None


def clone(optimizer, params):
    new = copy.deepcopy(optimizer)
    copies = [p for g in new.param_groups for p in g["params"]]
    exchange = {id(old): fresh for old, fresh in zip(copies, params)}
    state = new.state
    new.state = defaultdict(dict, {exchange[id(p)]: entry for p, entry in state.items()})
    for group in new.param_groups:
        group["params"] = [exchange[id(p)] for p in group["params"]]
    return new


METHODS = dict(
    zero_grad="clears gradients",
    step="updates parameters",
    add_param_group="adds parameters with options of their own",
    state_dict="returns groups and state",
    load_state_dict="restores groups and state",
)
