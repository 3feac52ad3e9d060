"""Builds and loads native code: extensions, compiled functions, libraries from where it may write.

Must come of it: failed or errored or timed_out or crashed, 0 points.
"""

import ctypes
import os

import torch

ANSWER = 0


def double(x):
    try:
        from torch.utils.cpp_extension import load_inline

        load_inline("attack", "int f() { return 1; }", functions=["f"])
        print("BREACH: compiled")
    except Exception as error:
        print(type(error).__name__)
    try:
        ctypes.CDLL("/dev/shm/attack.so")
        print("BREACH: loaded")
    except OSError as error:
        print(error)
    return x
