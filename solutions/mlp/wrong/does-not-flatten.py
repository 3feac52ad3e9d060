"""Multiplies the images as they come."""

import torch
from torch import nn


def relu(x):
    return torch.max(x, torch.zeros_like(x))


def mlp(X, params):
    W1, b1, W2, b2 = params
    H = relu(torch.matmul(X, W1) + b1)
    return torch.matmul(H, W2) + b2


def build(num_inputs, num_hidden, num_outputs):
    return nn.Sequential(nn.Linear(num_inputs, num_hidden), nn.ReLU(), nn.Linear(num_hidden, num_outputs))
