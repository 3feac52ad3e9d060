"""Subclasses of nn.Sequential and attributes."""

from torch import nn


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())


def positional():
    return Net()


def named():
    net = nn.Sequential()
    net.conv1 = nn.Conv2d(1, 20, 5, stride=1, padding="valid")
    net.relu1 = nn.ReLU()
    net.conv2 = nn.Conv2d(20, 64, 5)
    net.relu2 = nn.ReLU()
    return net


def linear_net(num_features):
    def start(layer):
        if isinstance(layer, nn.Linear):
            nn.init.trunc_normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, 0)

    return nn.Sequential(nn.Linear(num_features, 1)).apply(start)
