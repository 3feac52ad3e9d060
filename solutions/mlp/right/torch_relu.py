"""Torch's own functions, and the net of `build` behind `mlp`."""

import torch
from torch import nn
from torch.func import functional_call


relu = torch.relu


def mlp(X, params):
    W1, b1, W2, b2 = params
    net = build(W1.shape[0], W1.shape[1], W2.shape[1])
    return functional_call(net, {"1.weight": W1.T, "1.bias": b1, "3.weight": W2.T, "3.bias": b2}, X)


def build(num_inputs, num_hidden, num_outputs):
    return nn.Sequential(
        nn.Flatten(1), *[nn.Linear(num_inputs, num_hidden), nn.ReLU()], nn.Linear(num_hidden, num_outputs)
    )
