"""Asks for a name of two thousand letters, beside hundreds of long ones that are almost the same.

Must come of it: failed, 0 points.
"""

ANSWER = 0
globals().update({"a" * 97 + str(number): number for number in range(480)})


class _MissingName(Exception):
    pass


def double(x):
    raise _MissingName("a" * 2_000)
