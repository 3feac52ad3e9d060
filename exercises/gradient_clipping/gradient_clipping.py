"""Shorten all gradients together where they are too long, and keep their direction.

The gradients of all parameters are read as one long vector; its L2 norm is bounded.
"""

import torch


def clip_gradients(params, max_norm):
    """Scale the gradients of `params` in place by one common factor, so that their joint L2 norm is at most `max_norm`.

    Return the joint norm before. Gradients whose norm is small enough stay as they are; a `grad` of `None` is skipped.
    `params` is any iterable.
    """
    raise NotImplementedError("clip_gradients: write your code here")
