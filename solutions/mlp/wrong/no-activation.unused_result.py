"""Calls the activation and drops its result."""

import torch
from torch import nn


def relu(x):
    return torch.max(x, torch.zeros_like(x))


def mlp(X, params):
    W1, b1, W2, b2 = params
    H = X.reshape(X.shape[0], -1) @ W1 + b1
    relu(H)
    O = H @ W2 + b2
    return O


def build(num_inputs, num_hidden, num_outputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(num_inputs, num_hidden), nn.ReLU(), nn.Linear(num_hidden, num_outputs))
