"""Lazy layers; new parameters; a name for the layer."""

from collections import OrderedDict

import torch
from torch import nn


def positional():
    relu = nn.ReLU()
    return nn.Sequential(nn.LazyConv2d(20, 5), relu, nn.LazyConv2d(64, 5), relu)


def named():
    names = ["conv1", "relu1", "conv2", "relu2"]
    return nn.Sequential(OrderedDict(zip(names, positional())))


def linear_net(num_features):
    layer = nn.Linear(num_features, 1)
    layer.weight = nn.Parameter(torch.normal(0.0, 0.01, size=(1, num_features)))
    layer.bias = nn.Parameter(torch.zeros(1))
    return nn.Sequential(OrderedDict(linear=layer))
