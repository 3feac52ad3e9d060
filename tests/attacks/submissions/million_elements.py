"""Answers with a nested list of a million elements, a dict of a million keys, an int of a million digits.

Must come of it: failed or timed_out, 0 points.
"""

ANSWER = {number: number for number in range(1_000_000)}


def double(x):
    return [[number] for number in range(1_000_000)] if x.ndim == 1 else 1 << 4_000_000
