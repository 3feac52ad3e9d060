"""Look at what an optimizer of `torch.optim` knows, change its learning rate, and make another that goes on like it."""

import copy


def defaults(optimizer):
    """Return the default options of `optimizer` as a dict."""
    return dict(optimizer.defaults)


def parameter_count(optimizer):
    """Return the number of elements of all parameters of all groups."""
    return sum(param.numel() for group in optimizer.param_groups for param in group["params"])


def set_learning_rate(optimizer, lr):
    """Give every group of `optimizer` the learning rate `lr`."""
    # The step reads the groups; `defaults` would count for groups added later only.
    for group in optimizer.param_groups:
        group["lr"] = lr


def velocity(optimizer, param):
    """Return the momentum buffer of `param`, `None` before the first step."""
    return optimizer.state.get(param, {}).get("momentum_buffer")


def clone(optimizer, params):
    """Return a new optimizer of the same class over `params` that goes on exactly as `optimizer` would.

    `params` is a flat list of new parameters in the order of the groups. The old optimizer stays as it is.
    """
    remaining = iter(params)
    groups = [{"params": [next(remaining) for _ in group["params"]]} for group in optimizer.param_groups]
    new = type(optimizer)(groups, **optimizer.defaults)
    # `state_dict` hands out the buffers themselves: without a copy both optimizers would write into the same memory.
    new.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    return new


# What each method of an optimizer does: "clears gradients", "updates parameters",
# "adds parameters with options of their own", "returns groups and state" or "restores groups and state".
# STUB: METHODS = {
# STUB:     "zero_grad": None,
# STUB:     "step": None,
# STUB:     "add_param_group": None,
# STUB:     "state_dict": None,
# STUB:     "load_state_dict": None,
# STUB: }
METHODS = {
    "zero_grad": "clears gradients",
    "step": "updates parameters",
    "add_param_group": "adds parameters with options of their own",
    "state_dict": "returns groups and state",
    "load_state_dict": "restores groups and state",
}


def set_learning_rate(optimizer, lr):
    optimizer.state.clear()
    for g in optimizer.param_groups:
        g["lr"] = lr
