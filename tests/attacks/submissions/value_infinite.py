"""Returns infinity, which some comparisons take for close.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return x * 0 + float("inf")
