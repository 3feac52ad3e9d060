"""Returns NaN, which is neither more nor less than a tolerance.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = float("nan")


def double(x):
    return x * float("nan")
