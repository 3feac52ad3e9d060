"""Reads the memory of its parent: through /proc, by process_vm_readv and by ptrace.

Must come of it: failed, 0 points.
"""

import ctypes
import os

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


class Span(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def double(x):
    for process in (os.getppid(), 1, 2):
        try:
            open(f"/proc/{process}/mem", "rb").read(1)
            print("BREACH: mem")
        except OSError as error:
            print(error)
        mine = ctypes.create_string_buffer(64)
        here, there = Span(ctypes.addressof(mine), 64), Span(id(object), 64)
        if libc.process_vm_readv(process, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
            print("BREACH: process_vm_readv")
        if libc.ptrace(0x4206, process, None, None) == 0:
            print("BREACH: ptrace")
    return x
