"""Reads whatever descriptors it finds open, hoping for the grader's files or sockets.

Must come of it: failed or timed_out or crashed, 0 points.
"""

import os

ANSWER = 0


def double(x):
    for number in range(3, 1024):
        try:
            kind = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        print(number, kind)
        if kind.startswith("/") and not kind.startswith(("/usr", "/dev/null", "/proc")):
            print("BREACH: a file of the grader's", kind)
        os.lseek(number, 0, 0) if kind.startswith("/") else None
    return x
