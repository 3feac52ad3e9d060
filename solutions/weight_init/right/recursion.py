import torch
from torch import nn

xavier_uniform_bound = lambda fan_in, fan_out, gain=1.0: gain * (6 / (fan_in + fan_out)) ** 0.5
kaiming_normal_std = lambda fan_in, negative_slope=0.0: (2 / (fan_in * (1 + negative_slope**2))) ** 0.5


def init_mlp(net):
    if isinstance(net, nn.Linear):
        nn.init.normal_(net.weight, 0.0, kaiming_normal_std(net.in_features))
        if net.bias is not None:
            nn.init.constant_(net.bias, 0.0)
    for child in net.children():
        init_mlp(child)


INITIALIZERS = dict.fromkeys(
    ("xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_"),
    {"random": True, "uses_fan": True, "min_dims": 2},
)
INITIALIZERS |= dict.fromkeys(("orthogonal_", "sparse_"), {"random": True, "uses_fan": False, "min_dims": 2})
INITIALIZERS |= dict.fromkeys(("uniform_", "normal_"), {"random": True, "uses_fan": False, "min_dims": 1})
INITIALIZERS["constant_"] = {"random": False, "uses_fan": False, "min_dims": 1}
INITIALIZERS["eye_"] = {"random": 0, "uses_fan": 0, "min_dims": 2.0}
