"""Measure how large the gradient is at each layer of a deep chain, and say what the numbers mean.

Every layer multiplies by a square weight and applies one activation; the loss is the sum of the output.
"""

import torch


def gradient_norms(weights, x, activation):
    """Return the list of the Frobenius norms of the loss's gradients by each of `weights`, the first layer first.

    `weights` is a list of (d, d) tensors, `x` a batch of (N, d); each layer makes `f(x @ W)` of `x`, with the activation
    `"sigmoid"`, `"tanh"`, `"relu"` or `"identity"`. The loss is the sum of the last layer's output.
    """
    raise NotImplementedError("gradient_norms: write your code here")


def diagnose(norms):
    """Return `"vanishing"`, `"exploding"` or `"stable"`, by the ratio of the first norm to the last one."""
    raise NotImplementedError("diagnose: write your code here")
