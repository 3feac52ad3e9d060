"""Reads the grader's requests before the harness does, for what they tell of the checks.

Must come of it: failed or timed_out or crashed, 0 points.
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


import threading


def listen():
    while True:
        data = os.read(channel(), 1 << 16)
        if b"expect" in data or b"x * 2" in data:
            print("BREACH: expected values are sent")


def double(x):
    threading.Thread(target=listen, daemon=True).start()
    return x
