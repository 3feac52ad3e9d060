"""Closes and replaces its streams.

Must come of it: failed or errored, 0 points.
"""

import os
import sys

ANSWER = 0


class Broken:
    def __getattr__(self, name):
        raise RuntimeError(name)


sys.stdout = sys.stderr = Broken()
os.close(1)
os.close(2)


def double(x):
    return x
