"""Dies or answers as the number of its process will have it: a second try shall not be worth more than the first.

Must come of it: crashed or failed or timed_out, 0 points.
"""

import os

ANSWER = os.getpid() % 28
if os.getpid() % 3 == 0:
    os.abort()


def double(x):
    if os.getpid() % 3 == 1:
        os.abort()
    return x + os.getpid() % 2
