"""Build a network of two convolutions twice, with and without names for its layers, and a linear regression that starts
with small random weights and no bias.
"""

from torch import nn


def positional():
    """Return an `nn.Sequential` of a convolution from 1 to 20 channels, a ReLU, one from 20 to 64 channels, a ReLU.

    Both convolutions have kernels of 5 × 5; everything else is as PyTorch has it.
    """
    # BEGIN SOLUTION
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.Conv2d(20, 64, 5), nn.ReLU())
    # END SOLUTION


def named():
    """Return the network of `positional` with layers named `conv1`, `relu1`, `conv2`, `relu2`."""
    # BEGIN SOLUTION
    net = nn.Sequential()
    for name, layer in zip(("conv1", "relu1", "conv2", "relu2"), positional(), strict=True):
        net.add_module(name, layer)
    return net
    # END SOLUTION


def linear_net(num_features):
    """Return an `nn.Sequential` of one `nn.Linear(num_features, 1)`, with weights from N(0, 0.01²) and bias 0."""
    # BEGIN SOLUTION
    net = nn.Sequential(nn.Linear(num_features, 1))
    nn.init.normal_(net[0].weight, std=0.01)  # the standard deviation, not the variance
    nn.init.zeros_(net[0].bias)
    return net
    # END SOLUTION
