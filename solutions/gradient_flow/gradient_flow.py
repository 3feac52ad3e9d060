"""Measure how large the gradient is at each layer of a deep chain, and say what the numbers mean.

Every layer multiplies by a square weight and applies one activation; the loss is the sum of the output.
"""

import torch


def gradient_norms(weights, x, activation):
    """Return the list of the Frobenius norms of the loss's gradients by each of `weights`, the first layer first.

    `weights` is a list of (d, d) tensors, `x` a batch of (N, d); each layer makes `f(x @ W)` of `x`, with the activation
    `"sigmoid"`, `"tanh"`, `"relu"` or `"identity"`. The loss is the sum of the last layer's output.
    """
    # BEGIN SOLUTION
    functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}
    # Copies that require gradients: the caller's tensors keep their flags and collect nothing in `.grad`.
    copies = [W.detach().clone().requires_grad_() for W in weights]
    for W in copies:
        x = functions[activation](x @ W)  # one graph from the first weight to the loss
    return [gradient.norm().item() for gradient in torch.autograd.grad(x.sum(), copies)]
    # END SOLUTION


def diagnose(norms):
    """Return `"vanishing"`, `"exploding"` or `"stable"`, by the ratio of the first norm to the last one."""
    # BEGIN SOLUTION
    # The first layer above the line: its gradient has come the longest way. It may be 0, the last one is not.
    r = norms[0] / norms[-1]
    if r < 1e-3:
        return "vanishing"
    return "exploding" if r > 1e3 else "stable"
    # END SOLUTION
