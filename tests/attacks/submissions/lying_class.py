"""Returns objects that say by `__class__` that they are tensors, arrays, lists and numbers.

Must come of it: failed or errored, 0 points.
"""

import numpy
import torch

KINDS = [torch.Tensor, numpy.ndarray, int, float, str, list, dict, set, torch.Size, slice, complex, bytes]


def pretend(kind):
    class Pretender:
        __class__ = property(lambda self: kind)
        __eq__ = lambda self, other: True
        __iter__ = lambda self: iter([self])
        __getattr__ = lambda self, name: self

    return Pretender()


ANSWER = pretend(int)
count = 0


def double(x):
    global count
    count += 1
    return pretend(KINDS[count % len(KINDS)])
