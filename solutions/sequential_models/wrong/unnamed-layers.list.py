"""Layers in variables of these names."""

from torch import nn


def positional():
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())


def named():
    conv1, relu1 = nn.Conv2d(1, 20, 5), nn.ReLU()
    conv2, relu2 = nn.Conv2d(20, 64, 5), nn.ReLU()
    layers = [conv1, relu1, conv2, relu2]
    return nn.Sequential(*layers)


def linear_net(num_features):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    return net
