"""Asks for more memory than any machine has, at once.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = 0


def double(x):
    return torch.empty(2**50) if x.ndim == 1 else [0] * 2**40
