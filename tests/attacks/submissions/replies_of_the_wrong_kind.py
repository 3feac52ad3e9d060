"""Answers calls with what belongs to loading, to the zygote, and to nothing.

Must come of it: failed or errored or timed_out or crashed or refused, 0 points.
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
    wire = kit()
    kind = [
        wire.Loaded({"double": None}, "/"),
        wire.Refused(("passed",) * 10_000),
        wire.Exhausted(),
        wire.LoadFailed("syntax", wire.Raised((), "")),
        wire.Reaped(0, 0.0, 0.0),
        wire.Fork(),
        wire.Raised((), "no class"),
    ][x.numel() % 7]
    os.write(channel(), wire.pack(kind))
    return x
