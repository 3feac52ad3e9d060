"""Layers are appended or added one by one."""

import torch
from torch import nn


def positional():
    net = nn.Sequential()
    net.append(nn.Conv2d(1, 20, kernel_size=5)).append(nn.ReLU(inplace=True))
    net.append(nn.Conv2d(20, 64, kernel_size=(5, 5))).append(nn.ReLU(inplace=True))
    return net


def named():
    net = nn.Sequential()
    net.add_module("conv1", nn.Conv2d(1, 20, 5))
    net.add_module("relu1", nn.ReLU())
    net.add_module("conv2", nn.Conv2d(20, 64, 5))
    net.add_module("relu2", nn.ReLU())
    return net


def linear_net(num_features):
    net = nn.Sequential(nn.Linear(num_features, 1))
    with torch.no_grad():
        net[0].weight.copy_(0.01 * torch.randn(1, num_features))
        net[0].bias.zero_()
    return net
