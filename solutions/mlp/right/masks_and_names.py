"""A mask, `einsum`, and named layers."""

from collections import OrderedDict

import torch
from torch import nn


def relu(x):
    return x * (x > 0)


def mlp(X, params):
    hidden = torch.einsum("nd,dh->nh", torch.flatten(X, start_dim=1), params[0]) + params[1]
    return torch.einsum("nh,hq->nq", relu(hidden), params[2]) + params[3]


def build(num_inputs, num_hidden, num_outputs):
    layers = OrderedDict()
    layers["flatten"] = nn.Flatten()
    layers["hidden"] = nn.Linear(in_features=num_inputs, out_features=num_hidden)
    layers["activation"] = nn.ReLU(inplace=True)
    layers["output"] = nn.Linear(num_hidden, num_outputs)
    return nn.Sequential(layers)
