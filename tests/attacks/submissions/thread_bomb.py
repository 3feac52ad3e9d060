"""Starts threads until the system refuses.

Must come of it: failed or errored or timed_out or crashed, 0 points.
"""

import threading
import time

ANSWER = 0
threading.stack_size(32768)


def double(x):
    for _ in range(20_000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    return x
