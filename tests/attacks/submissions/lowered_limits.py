"""Lowers its own limits until nothing can be answered: memory, descriptors, computing time, recursion.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import resource
import sys

ANSWER = 0


def double(x):
    for name in ("AS", "NOFILE", "CPU", "STACK"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (1, 1))
    sys.setrecursionlimit(60)
    return x.repeat(1_000, 100)
