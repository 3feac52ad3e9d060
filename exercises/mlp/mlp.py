"""A network with one hidden layer, written from its formula and built of torch's layers.

Each sample is laid out in one row, multiplied, bent by the activation, and multiplied again; nothing follows.
"""

import torch
from torch import nn


def relu(x):
    """Return max(x, 0) for each element of `x`, in its shape and dtype."""
    raise NotImplementedError("relu: write your code here")


def mlp(X, params):
    """Return `relu(X W1 + b1) W2 + b2`, of shape (N, q), for a batch `X` of shape (N, ...) with d numbers in each sample.

    `params` is `[W1, b1, W2, b2]`, of shapes (d, h), (h,), (h, q) and (q,).
    """
    raise NotImplementedError("mlp: write your code here")


def build(num_inputs, num_hidden, num_outputs):
    """Return a new `nn.Sequential` of `Flatten`, `Linear`, `ReLU` and `Linear` that computes the same."""
    raise NotImplementedError("build: write your code here")
