"""Returns a mask of truths.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return torch.ones_like(x, dtype=torch.bool)
