"""Returns zeros.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return torch.zeros_like(x)
