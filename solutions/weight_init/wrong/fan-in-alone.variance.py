"""Two by fan in, in the variance."""

import math
import torch
from torch import nn

class Rule:
    def __init__(self, var):
        self.var = var
    @property
    def std(self):
        return math.sqrt(self.var)
    @property
    def bound(self):
        return math.sqrt(3) * self.std

def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    return Rule(2.0 * gain * gain / fan_in).bound

def kaiming_normal_std(fan_in, negative_slope=0.0):
    return torch.tensor(Rule(2.0 / fan_in / (1.0 + negative_slope ** 2)).std, dtype=torch.float64)

def init_mlp(net):
    if isinstance(net, nn.Linear):
        fan = nn.init._calculate_correct_fan(net.weight, "fan_in")
        with torch.no_grad():
            torch.nn.init.kaiming_normal_(net.weight, a=0)
            assert fan == net.in_features
            if net.bias is not None:
                net.bias.mul_(0)
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

if __name__ == "__main__":
    print(xavier_uniform_bound(4, 2))
