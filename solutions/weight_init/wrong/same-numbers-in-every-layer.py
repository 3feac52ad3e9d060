"""Sets the seed before each layer."""

import torch
from torch import nn
from torch.nn import init

def xavier_uniform_bound(fan_in: int, fan_out: int, gain: float = 1.0) -> float:
    variance = gain ** 2 * 2 / (fan_in + fan_out)
    return (3 * variance) ** 0.5

def kaiming_normal_std(fan_in: int, negative_slope: float = 0.0) -> float:
    return init.calculate_gain("leaky_relu", negative_slope) / fan_in ** 0.5

def _init(m: nn.Module) -> None:
    torch.manual_seed(0)
    if type(m) is nn.Linear:
        m.weight.data.normal_(0.0, kaiming_normal_std(m.in_features))
        if m.bias is not None:
            m.bias.data.zero_()

def init_mlp(net: nn.Module) -> nn.Module:
    return net.apply(_init)

RANDOM = {n: True for n in "xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ uniform_ normal_ orthogonal_ sparse_".split()}
RANDOM.update(constant_=False, eye_=False)
INITIALIZERS = {
    name: {"random": r, "uses_fan": name.startswith(("xavier", "kaiming")),
           "min_dims": 1 if name in ("uniform_", "normal_", "constant_") else 2}
    for name, r in RANDOM.items()
}
