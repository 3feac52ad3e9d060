"""Overflows the stack of C code: nested representations, comparisons and sorts.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import sys

ANSWER = 0
sys.setrecursionlimit(2**31 - 1)


def double(x):
    deep = []
    for _ in range(2_000_000):
        deep = [deep]
    return repr(deep) == str(deep)
