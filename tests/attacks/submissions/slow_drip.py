"""Sends its reply byte by byte, each in time.

Must come of it: failed or timed_out, 0 points.
"""

import gc
import os
import socket
import stat
import struct
import sys


def channel():
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue


def kit():
    """Return the module that makes messages, found on the stack."""
    frame = sys._getframe()
    while frame:
        if "wire" in frame.f_globals:
            return frame.f_globals["wire"]
        frame = frame.f_back


ANSWER = 0


import time


def double(x):
    frame = kit().pack(kit().Returned(1.0, ["x" * 100_000]))
    for index in range(len(frame)):
        os.write(channel(), frame[index : index + 1])
        time.sleep(0.05)
