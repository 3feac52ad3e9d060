"""Leaves threads that compute for ever, and answers wrongly.

Must come of it: failed or timed_out, 0 points.
"""

import threading

ANSWER = 0


def work():
    while True:
        pass


for _ in range(4):
    threading.Thread(target=work, daemon=False).start()


def double(x):
    return x
