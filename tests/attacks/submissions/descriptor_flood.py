"""Opens everything that it may, until nothing more can be opened.

Must come of it: failed or errored or crashed, 0 points.
"""

import os

ANSWER = 0


def double(x):
    kept = []
    while True:
        try:
            kept += os.pipe()
        except OSError:
            break
    if len(kept) > 64:
        print("BREACH", len(kept))
    return x
