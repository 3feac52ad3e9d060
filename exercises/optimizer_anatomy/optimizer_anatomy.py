"""Look at what an optimizer of `torch.optim` knows, change its learning rate, and make another that goes on like it."""

import copy


def defaults(optimizer):
    """Return the default options of `optimizer` as a dict."""
    raise NotImplementedError("defaults: write your code here")


def parameter_count(optimizer):
    """Return the number of elements of all parameters of all groups."""
    raise NotImplementedError("parameter_count: write your code here")


def set_learning_rate(optimizer, lr):
    """Give every group of `optimizer` the learning rate `lr`."""
    raise NotImplementedError("set_learning_rate: write your code here")


def velocity(optimizer, param):
    """Return the momentum buffer of `param`, `None` before the first step."""
    raise NotImplementedError("velocity: write your code here")


def clone(optimizer, params):
    """Return a new optimizer of the same class over `params` that goes on exactly as `optimizer` would.

    `params` is a flat list of new parameters in the order of the groups. The old optimizer stays as it is.
    """
    raise NotImplementedError("clone: write your code here")


# What each method of an optimizer does: "clears gradients", "updates parameters",
# "adds parameters with options of their own", "returns groups and state" or "restores groups and state".
METHODS = {
    "zero_grad": None,
    "step": None,
    "add_param_group": None,
    "state_dict": None,
    "load_state_dict": None,
}
