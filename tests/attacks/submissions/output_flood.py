"""Prints without end: lines, one endless line, bytes past the stream.

Must come of it: failed or timed_out, 0 points.
"""

import os
import sys
import threading

ANSWER = 0


def flood():
    while True:
        os.write(2, b"\xff\0\x1b" * 100_000)


threading.Thread(target=flood, daemon=True).start()


def double(x):
    while True:
        sys.stdout.write("y" * 1_000_000)
