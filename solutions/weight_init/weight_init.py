"""Choose the spread of the first weights by the rules of Xavier and Kaiming, and tell torch's initialisers apart.

The spread depends on how many inputs (fan in) and outputs (fan out) a layer has.
"""

import math

from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    """Return the bound a of the uniform distribution on [-a, a] that has Xavier's variance."""
    # BEGIN SOLUTION
    # A uniform distribution on [-a, a] has the variance a² / 3, so its bound is the root of 3 times the variance.
    return gain * math.sqrt(3 * 2 / (fan_in + fan_out))
    # END SOLUTION


def kaiming_normal_std(fan_in, negative_slope=0.0):
    """Return Kaiming's standard deviation for a (leaky) ReLU with this slope on its negative side."""
    # BEGIN SOLUTION
    # A normal distribution is described by its standard deviation: the root of the variance, nothing more.
    return math.sqrt(2 / ((1 + negative_slope**2) * fan_in))
    # END SOLUTION


def init_mlp(net):
    """Give every `nn.Linear` in `net`, at any depth, Kaiming-normal weights for ReLU (by fan in) and a bias of 0, in place.

    A layer may have no bias. Other layers stay as they are.
    """
    # BEGIN SOLUTION
    for layer in net.modules():  # the layers inside of layers, too; `children` has only the outermost
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, mode="fan_in", nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    # END SOLUTION


# One row for each of ten functions of `torch.nn.init`:
#   "random"    True or False: do two calls (without a seed) give different numbers?
#   "uses_fan"  True or False: is the scale of the numbers computed from fan in or fan out?
#   "min_dims"  a number: the fewest axes that a tensor must have (where any tensor will do, 0 and 1 both count)
# BEGIN SOLUTION
# STUB: INITIALIZERS = {
# STUB:     "xavier_uniform_": {},
# STUB:     "xavier_normal_": {},
# STUB:     "kaiming_uniform_": {},
# STUB:     "kaiming_normal_": {},
# STUB:     "uniform_": {},
# STUB:     "normal_": {},
# STUB:     "constant_": {},
# STUB:     "orthogonal_": {},
# STUB:     "eye_": {},
# STUB:     "sparse_": {},
# STUB: }
INITIALIZERS = {
    # A vector has no fans: one axis is that of the outputs, the other that of the inputs.
    "xavier_uniform_": {"random": True, "uses_fan": True, "min_dims": 2},
    "xavier_normal_": {"random": True, "uses_fan": True, "min_dims": 2},
    "kaiming_uniform_": {"random": True, "uses_fan": True, "min_dims": 2},
    "kaiming_normal_": {"random": True, "uses_fan": True, "min_dims": 2},
    # The numbers to draw from are arguments; the shape plays no part.
    "uniform_": {"random": True, "uses_fan": False, "min_dims": 0},
    "normal_": {"random": True, "uses_fan": False, "min_dims": 0},
    "constant_": {"random": False, "uses_fan": False, "min_dims": 0},
    # Rows or columns of length 1, perpendicular to each other, in random directions.
    "orthogonal_": {"random": True, "uses_fan": False, "min_dims": 2},
    # The identity is a matrix; in a sparse matrix a share of each column is 0.
    "eye_": {"random": False, "uses_fan": False, "min_dims": 2},
    "sparse_": {"random": True, "uses_fan": False, "min_dims": 2},
}
# END SOLUTION
