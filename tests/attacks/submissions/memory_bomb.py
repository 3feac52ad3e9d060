"""Takes memory without bound, in Python and in torch.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import torch

ANSWER = 0


def double(x):
    kept = []
    for _ in range(256):
        kept.append(bytearray(8 << 20) if x.ndim == 1 else torch.ones(2 << 20))
    print("BREACH: two gigabytes")
    return x
