"""Sleeps, and sleeps on when it is woken.

Must come of it: failed or timed_out, 0 points.
"""

import time

ANSWER = 0


def double(x):
    while True:
        time.sleep(1e6)
