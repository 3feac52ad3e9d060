"""Recurses beyond every limit, after raising the limit.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import sys

ANSWER = 0
sys.setrecursionlimit(2**31 - 1)


def double(x):
    return double(x)
