"""Sends records whose claims don't hold: lengths, shapes, numbers of tensors, strides, handles.

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


count = 0


def double(x):
    global count
    wire = kit()
    values = [
        wire.TensorData("float32", (3, 4), 12),
        wire.TensorData("float32", (2**39, 2**39), 0),
        wire.TensorData("float32", (0, 2**62), 0),
        wire.TensorData("float32", (-1, -4), 16),
        wire.TensorData("float32", (2,), 8, False, None, (2**40,)),
        wire.TensorData("__class__", (), 4),
        wire.SameTensor(7),
        wire.HandleData(-1, ("Tensor",) * 100_000, True),
        wire.DictData([1, 2], [1]),
        wire.BigIntData("f" * 100_000),
        wire.DtypeData("__builtins__"),
        wire.SizeData((2**62,) * 1_000),
    ]
    count += 1
    os.write(channel(), wire.pack(wire.Returned(values[count % len(values)], [None]), [b"\0" * 16]))
    return x
