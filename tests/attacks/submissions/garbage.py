"""Sends what is no message: noise, deep arrays, lying lengths, strings that are no text.

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


BODIES = [
    os.urandom(4096),
    b"\x91" * 1_000_000,
    b"\xdd\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\x93\xa8Returned\xa2\xff\xfe\x90",
    b"",
    b"\xc1",
    b"\x93\xa8Returned" + b"\x92\xa1l\x91" * 200_000,
]
count = 0


def double(x):
    global count
    count += 1
    body = BODIES[count % len(BODIES)]
    os.write(channel(), struct.pack(">II", len(body), 0) + body)
    return x
