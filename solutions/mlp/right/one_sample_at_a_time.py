"""A loop over samples and units."""

import torch
from torch import nn


def relu(x):
    return torch.where(x < 0, torch.zeros((), dtype=x.dtype), x)


def mlp(X, params):
    W1, b1, W2, b2 = params
    rows = []
    for sample in X:
        x = sample.reshape(-1)
        hidden = torch.stack([relu(x.dot(W1[:, j]) + b1[j]) for j in range(W1.shape[1])])
        rows.append(hidden @ W2 + b2)
    return torch.stack(rows)


def build(num_inputs, num_hidden, num_outputs):
    net = nn.Sequential()
    net.add_module("0", nn.Flatten())
    net.add_module("1", nn.Linear(num_inputs, num_hidden))
    net.add_module("2", nn.ReLU())
    net.add_module("3", nn.Linear(num_hidden, num_outputs))
    for layer in net:
        if type(layer) is nn.Linear:
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)
    return net
