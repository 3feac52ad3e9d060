"""A network with one hidden layer, written from its formula and built of torch's layers.

Each sample is laid out in one row, multiplied, bent by the activation, and multiplied again; nothing follows.
"""

import torch
from torch import nn


def relu(x):
    """Return max(x, 0) for each element of `x`, in its shape and dtype."""
    # BEGIN SOLUTION
    # Zeros of the same shape and dtype: so float64 stays float64. The result is a new tensor, `x` stays as it is.
    return torch.maximum(x, torch.zeros_like(x))
    # END SOLUTION


def mlp(X, params):
    """Return `relu(X W1 + b1) W2 + b2`, of shape (N, q), for a batch `X` of shape (N, ...) with d numbers in each sample.

    `params` is `[W1, b1, W2, b2]`, of shapes (d, h), (h,), (h, q) and (q,).
    """
    # BEGIN SOLUTION
    W1, b1, W2, b2 = params
    # The first axis counts the samples and stays; -1 takes in all others, however many there are.
    X = X.reshape(len(X), -1)
    H = relu(X @ W1 + b1)
    # No activation here: scores may be negative, and softmax belongs to the loss.
    return H @ W2 + b2
    # END SOLUTION


def build(num_inputs, num_hidden, num_outputs):
    """Return a new `nn.Sequential` of `Flatten`, `Linear`, `ReLU` and `Linear` that computes the same."""
    # BEGIN SOLUTION
    return nn.Sequential(
        nn.Flatten(),  # from the second axis on, so that the batch stays
        nn.Linear(num_inputs, num_hidden),
        nn.ReLU(),
        nn.Linear(num_hidden, num_outputs),
    )
    # END SOLUTION
