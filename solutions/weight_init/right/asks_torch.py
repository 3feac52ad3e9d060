"""Measures what torch does, and asks it for the table."""

import torch
from torch import nn


def xavier_uniform_bound(fan_in, fan_out, gain=1.0):
    variance = gain * gain * 2 / (fan_in + fan_out)
    return torch.sqrt(torch.tensor(3.0 * variance))


def kaiming_normal_std(fan_in, negative_slope=0.0):
    return nn.init.calculate_gain("leaky_relu", negative_slope) * fan_in**-0.5


def init_mlp(net):
    @torch.no_grad()
    def init_weights(m):
        if type(m) == nn.Linear:
            nn.init.kaiming_normal_(m.weight, mode="fan_in", nonlinearity="relu")
            if m.bias is not None:
                m.bias.fill_(0.0)

    return net.apply(init_weights)


def min_dims(function, *arguments):
    for dims in range(6):
        try:
            function(torch.zeros([4] * dims), *arguments)
            return dims
        except (ValueError, RuntimeError, IndexError):
            continue


def is_random(function, *arguments):
    return bool((function(torch.zeros(4, 4), *arguments) != function(torch.zeros(4, 4), *arguments)).any())


INITIALIZERS = {}
for name in "xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ uniform_".split():
    INITIALIZERS[name] = (getattr(nn.init, name), ())
for name, arguments in (("normal_", ()), ("constant_", (0.5,)), ("orthogonal_", ()), ("eye_", ()), ("sparse_", (0.5,))):
    INITIALIZERS[name] = (getattr(nn.init, name), arguments)
INITIALIZERS = {
    name: {
        "random": is_random(function, *arguments),
        "uses_fan": name.startswith(("xavier", "kaiming")),
        "min_dims": min_dims(function, *arguments),
    }
    for name, (function, arguments) in INITIALIZERS.items()
}
