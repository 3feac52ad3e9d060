"""Shorten all gradients together where they are too long, and keep their direction.

The gradients of all parameters are read as one long vector; its L2 norm is bounded.
"""

import torch


def clip_gradients(params, max_norm):
    """Scale the gradients of `params` in place by one common factor, so that their joint L2 norm is at most `max_norm`.

    Return the joint norm before. Gradients whose norm is small enough stay as they are; a `grad` of `None` is skipped.
    `params` is any iterable.
    """
    # BEGIN SOLUTION
    # A list, since a generator can be gone through once only, and here it is needed twice.
    gradients = [param.grad for param in params if param.grad is not None]
    # The norm of the norms is the norm of the long vector: squares of roots, added up, under one root.
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    # Only what is too long is touched. So the factor never exceeds 1, and a norm of 0 divides nothing.
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return norm
    # END SOLUTION
