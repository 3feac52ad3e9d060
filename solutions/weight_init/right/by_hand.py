"""No function of `torch.nn.init`; one helper, recursion over the children."""

import math

import torch
from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    return gain * 3**0.5 * (2 / (fan_in + fan_out)) ** 0.5


def kaiming_normal_std(fan_in, negative_slope=0.0):
    gain = math.sqrt(2 / (1 + negative_slope * negative_slope))
    return gain / math.sqrt(fan_in)


def init_mlp(net):
    if isinstance(net, nn.Linear):
        with torch.no_grad():
            net.weight.copy_(torch.randn(net.weight.shape) * kaiming_normal_std(net.in_features))
            if net.bias is not None:
                net.bias.zero_()
    for child in net.children():
        init_mlp(child)


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
