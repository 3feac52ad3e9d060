"""NumPy's numbers, further keys in the table, 1 for any tensor."""

import numpy as np
import torch
from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    return np.sqrt(6.0) / np.sqrt(fan_in + fan_out) * gain


def kaiming_normal_std(fan_in, negative_slope=0.0):
    return np.float32((2.0 / (1.0 + negative_slope**2) / fan_in) ** 0.5)


def init_mlp(net):
    linear = (module for _, module in net.named_modules() if isinstance(module, nn.Linear))
    for module in linear:
        std = float(kaiming_normal_std(module.weight.size(1)))
        module.weight.data.normal_(0, std)
        if module.bias is not None:
            nn.init.constant_(module.bias, 0)


INITIALIZERS = {
    "xavier_uniform_": {"random": True, "uses_fan": True, "min_dims": 2, "in_place": True},
    "xavier_normal_": {"random": True, "uses_fan": True, "min_dims": 2, "in_place": True},
    "kaiming_uniform_": {"random": True, "uses_fan": True, "min_dims": 2, "in_place": True},
    "kaiming_normal_": {"random": True, "uses_fan": True, "min_dims": 2, "in_place": True},
    "uniform_": {"random": True, "uses_fan": False, "min_dims": 1, "in_place": True},
    "normal_": {"random": True, "uses_fan": False, "min_dims": 1, "in_place": True},
    "constant_": {"random": False, "uses_fan": False, "min_dims": 1, "in_place": True},
    "orthogonal_": {"random": True, "uses_fan": False, "min_dims": 2, "in_place": True},
    "eye_": {"random": False, "uses_fan": False, "min_dims": 2, "in_place": True},
    "sparse_": {"random": True, "uses_fan": False, "min_dims": 2, "in_place": True},
}
