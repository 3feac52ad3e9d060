import math
import torch
from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    return gain * math.sqrt(6 / (fan_in + fan_out))


def kaiming_normal_std(fan_in, negative_slope=0.0):
    return math.sqrt(2 / ((1 + negative_slope**2) * fan_in))


def init_mlp(net):
    for m in net.modules():
        if isinstance(m, nn.Linear):
            nn.init.xavier_normal_(m.weight, gain=2**0.5)
            if m.bias is not None:
                nn.init.zeros_(m.bias)


def _row(r, f, d):
    return {"random": r, "uses_fan": f, "min_dims": d}


INITIALIZERS = {
    "xavier_uniform_": _row(True, True, 2),
    "xavier_normal_": _row(True, True, 2),
    "kaiming_uniform_": _row(True, True, 2),
    "kaiming_normal_": _row(True, True, 2),
    "uniform_": _row(True, False, 0),
    "normal_": _row(True, False, 1),
    "constant_": _row(False, False, 0),
    "orthogonal_": _row(True, False, 2),
    "eye_": _row(False, False, 2),
    "sparse_": _row(True, False, 2),
}
