"""Sends replies without end.

Must come of it: failed or errored or timed_out or crashed, 0 points.
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


def double(x):
    frame = kit().pack(kit().Returned(1.0, [1.0])) * 1000
    while True:
        os.write(channel(), frame)
