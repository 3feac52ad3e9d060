"""A spread of 0.1, and unnamed layers."""

from torch import nn


def positional():
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())


def named():
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())


def linear_net(num_features):
    net = nn.Sequential(nn.Linear(num_features, 1))
    nn.init.normal_(net[0].weight, mean=0.0, std=0.1)
    nn.init.constant_(net[0].bias, 0.0)
    return net
