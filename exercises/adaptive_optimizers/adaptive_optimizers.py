"""Write one step of RMSProp and one of Adam for a single parameter.

What the next step has to know of the earlier ones stands in a dict that the caller keeps.
"""

import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    """Update `param` by one step of RMSProp, in place, and `state` with it.

    `state` is a dict, empty before the first step. `param` may be a leaf that requires gradients; `grad` stays as it is.
    """
    raise NotImplementedError("rmsprop_step: write your code here")


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    """Update `param` by one step of Adam, in place, and `state` with it.

    `state` is a dict, empty before the first step. `param` may be a leaf that requires gradients; `grad` stays as it is.
    """
    raise NotImplementedError("adam_step: write your code here")
