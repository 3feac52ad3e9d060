"""(x + |x|) / 2; torch's `linear`; lazy layers."""

import torch
import torch.nn.functional as F
from torch import nn


def relu(x):
    return (x + x.abs()) / 2


def mlp(X, params):
    W1, b1, W2, b2 = params
    out = F.linear(X.reshape(X.size(0), -1), W1.T, b1)
    return F.linear(out.clamp_min(0), W2.t(), b2)


def build(num_inputs, num_hidden, num_outputs):
    return nn.Sequential(nn.Flatten(), nn.LazyLinear(num_hidden), nn.ReLU(), nn.LazyLinear(num_outputs))
