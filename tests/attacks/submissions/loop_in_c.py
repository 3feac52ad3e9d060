"""Computes without end in places where Python can't interrupt it.

Must come of it: failed or timed_out, 0 points.
"""

import itertools
import re

ANSWER = 0


def double(x):
    if x.ndim == 1:
        re.match(r"(a+)+$", "a" * 64 + "b")
    sum(itertools.repeat(1))
