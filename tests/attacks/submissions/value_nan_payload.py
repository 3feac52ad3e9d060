"""Returns NaNs whose unused bits hold something, and booleans that are neither 0 nor 1.

Must come of it: failed, 0 points.
"""

import torch

ANSWER = 0


def double(x):
    if x.ndim == 1:
        return torch.full(x.shape, 2, dtype=torch.uint8).view(torch.bool)
    return torch.full(x.shape, 0x7FC0BEEF, dtype=torch.int32).view(torch.float32)
