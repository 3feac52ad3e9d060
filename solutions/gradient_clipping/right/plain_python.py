"""Floats, a loop over a list, and `*=` on a slice of the gradient."""

import math

import torch


def clip_gradients(params, max_norm):
    grads = []
    squares = []
    for param in params:
        if param.grad is None:
            continue
        grads.append(param.grad)
        squares.extend(value * value for value in param.grad.reshape(-1).tolist())
    length = math.sqrt(math.fsum(squares))
    if length > max_norm:
        ratio = max_norm / length
        for grad in grads:
            grad[...] = grad * ratio
    return length
