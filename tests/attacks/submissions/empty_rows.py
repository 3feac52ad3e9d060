"""Answers with arrays of no element and 2**39 rows, which as lists would fill the memory.

Must come of it: failed, 0 points.
"""

import numpy
import torch

ANSWER = numpy.empty((2**39, 0))


def double(x):
    return [torch.empty(2**39, 0), torch.empty(3, 2**39, 0)]
