"""Aborts, as C++ code does when nobody catches its exception.

Must come of it: failed or crashed, 0 points.
"""

import os

ANSWER = 0


def double(x):
    os.abort()
