"""Adds no bias in the second layer."""

import torch
from torch import nn
def build(a, b, c):
    return nn.Sequential(nn.Flatten(), nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c))

def relu(x): return x.clamp(0)
def mlp(X, params):
    W1, b1, W2, b2 = params
    return relu(X.flatten(1) @ W1 + b1) @ W2
