"""Freezes the process that it came from, by tracing it.

Must come of it: failed or timed_out, 0 points.
"""

import ctypes
import os

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for process in range(1, 40):
        if process != os.getpid() and libc.ptrace(16, process, None, None) == 0:
            print("BREACH: traces", process)
    return x
