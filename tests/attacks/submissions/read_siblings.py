"""Copies the answer of the student beside it.

Must come of it: failed or errored, 0 points.
"""

import os

HOME = "@SUBMISSIONS@"
ANSWER = 0


def double(x):
    for student in ["n000", *(os.listdir(HOME) if os.access(HOME, os.R_OK) else [])]:
        try:
            names = {}
            exec(open(f"{HOME}/{student}/double.py").read(), names)
            print("BREACH: a neighbour's file")
            return names["double"](x)
        except OSError:
            continue
    return x
