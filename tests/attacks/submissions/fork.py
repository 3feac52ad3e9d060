"""Forks a hundred times, and lets each child go on without a parent.

Must come of it: failed or errored, 0 points.
"""

import os
import time

ANSWER = 0


def double(x):
    for _ in range(100):
        if os.fork() == 0:
            print("BREACH: a process", flush=True)
            os.setsid()
            time.sleep(30)
            os._exit(0)
    return x
