"""Choose the spread of the first weights by the rules of Xavier and Kaiming, and tell torch's initialisers apart.

The spread depends on how many inputs (fan in) and outputs (fan out) a layer has.
"""

import math

from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    """Return the bound a of the uniform distribution on [-a, a] that has Xavier's variance."""
    raise NotImplementedError("xavier_uniform_bound: write your code here")


def kaiming_normal_std(fan_in, negative_slope=0.0):
    """Return Kaiming's standard deviation for a (leaky) ReLU with this slope on its negative side."""
    raise NotImplementedError("kaiming_normal_std: write your code here")


def init_mlp(net):
    """Give every `nn.Linear` in `net`, at any depth, Kaiming-normal weights for ReLU (by fan in) and a bias of 0, in place.

    A layer may have no bias. Other layers stay as they are.
    """
    raise NotImplementedError("init_mlp: write your code here")


# One row for each of ten functions of `torch.nn.init`:
#   "random"    True or False: do two calls (without a seed) give different numbers?
#   "uses_fan"  True or False: is the scale of the numbers computed from fan in or fan out?
#   "min_dims"  a number: the fewest axes that a tensor must have (where any tensor will do, 0 and 1 both count)
INITIALIZERS = {
    "xavier_uniform_": {},
    "xavier_normal_": {},
    "kaiming_uniform_": {},
    "kaiming_normal_": {},
    "uniform_": {},
    "normal_": {},
    "constant_": {},
    "orthogonal_": {},
    "eye_": {},
    "sparse_": {},
}
