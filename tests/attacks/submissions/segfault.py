"""Reads from nowhere.

Must come of it: failed or crashed, 0 points.
"""

import ctypes

ANSWER = 0


def double(x):
    return ctypes.string_at(1)
