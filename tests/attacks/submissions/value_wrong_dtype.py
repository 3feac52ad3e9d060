"""Returns the right values in another dtype.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return (x * 2).to(torch.float64 if x.dtype == torch.float32 else torch.float32)
