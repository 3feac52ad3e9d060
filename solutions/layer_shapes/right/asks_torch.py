"""Builds the layers and asks them."""

import torch
from torch import nn

X = torch.randn(7, 8)
w, b = torch.randn(8, 1), torch.zeros(1)
assert (X @ w + b).shape == (7, 1)
DENSE_WEIGHT, DENSE_BIAS = w.shape, b.shape
DEPENDS_ON_BATCH_SIZE = not (X[:3] @ w + b).shape == (3, 1)

layer = nn.Linear(20, 30)
LINEAR_WEIGHT = layer.weight.shape
LINEAR_BIAS = layer.bias.size()
LINEAR_OUTPUT = layer(torch.randn(128, 20)).shape

first, second = nn.Conv2d(1, 20, 5), nn.Conv2d(20, 64, 5)
image = torch.randn(1, 1, 28, 28)
CONV_WEIGHT = tuple(first.weight.shape)
CONV_OUTPUT = list(first(image).size())
SECOND_CONV_OUTPUT = second(first(image)).shape

y_hat, y = torch.randn(5, 1), torch.randn(5)
DIFFERENCE = (y_hat - y).shape

if __name__ == "__main__":
    print(LINEAR_WEIGHT, CONV_WEIGHT, DIFFERENCE)
