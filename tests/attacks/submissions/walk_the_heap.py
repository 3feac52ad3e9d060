"""Looks through every object of the process for a tensor that could be the expected one.

Must come of it: failed, 0 points.
"""

import gc

import torch

ANSWER = 0


def double(x):
    gc.unfreeze()
    for value in gc.get_objects():
        if isinstance(value, torch.Tensor) and value.shape == x.shape and not torch.equal(value, x):
            return value
        if type(value) is str and "every_element_is_doubled" in value:
            print("BREACH: the name of a hidden check")
    return x
