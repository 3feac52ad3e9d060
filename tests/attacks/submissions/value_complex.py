"""Returns the right real parts beside wrong imaginary ones.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return torch.complex(x.float() * 2, x.float())
