"""Writes more than anybody reads, control characters among it, and dies of it in every call.

Must come of it: crashed or failed, 0 points.
"""

import os

ANSWER = 0


def double(x):
    os.write(1, b"\x1b[31m\x00]]>" * 20_000)
    os.abort()
