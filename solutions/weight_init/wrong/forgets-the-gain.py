"""`nonlinearity="linear"`."""

import math

import torch
from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    return gain * math.sqrt(6 / (fan_in + fan_out))


def kaiming_normal_std(fan_in, negative_slope=0.0):
    return math.sqrt(2 / ((1 + negative_slope**2) * fan_in))


def init_mlp(net):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


INITIALIZERS = {
    "xavier_uniform_": {"random": True, "uses_fan": True, "min_dims": 2},
    "xavier_normal_": {"random": True, "uses_fan": True, "min_dims": 2},
    "kaiming_uniform_": {"random": True, "uses_fan": True, "min_dims": 2},
    "kaiming_normal_": {"random": True, "uses_fan": True, "min_dims": 2},
    "uniform_": {"random": True, "uses_fan": False, "min_dims": 0},
    "normal_": {"random": True, "uses_fan": False, "min_dims": 0},
    "constant_": {"random": False, "uses_fan": False, "min_dims": 0},
    "orthogonal_": {"random": True, "uses_fan": False, "min_dims": 2},
    "eye_": {"random": False, "uses_fan": False, "min_dims": 2},
    "sparse_": {"random": True, "uses_fan": False, "min_dims": 2},
}
