"""Names in alphabetical order."""

from torch import nn


def positional():
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())


def named():
    net = nn.Sequential()
    layers = {"conv1": nn.Conv2d(1, 20, 5), "conv2": nn.Conv2d(20, 64, 5), "relu1": nn.ReLU(), "relu2": nn.ReLU()}
    for name, layer in layers.items():
        net.add_module(name, layer)
    return net


def linear_net(num_features):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    return net
