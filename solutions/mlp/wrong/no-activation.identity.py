"""The activation does nothing."""

import torch
from torch import nn


def relu(x):
    return x


def mlp(X, params):
    W1, b1, W2, b2 = params
    X = X.reshape(X.shape[0], -1)
    H = relu(X @ W1 + b1)
    return H @ W2 + b2


def build(num_inputs, num_hidden, num_outputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(num_inputs, num_hidden), nn.ReLU(), nn.Linear(num_hidden, num_outputs))
