"""Calls clone, clone3, vfork and execveat by number, past everything that Python forbids.

Must come of it: failed or crashed, 0 points.
"""

import ctypes
import os

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)
SIGCHLD, CLONE_NEWUSER, CLONE_THREAD, CLONE_NEWPID = 17, 0x10000000, 0x10000, 0x20000000


def double(x):
    me = os.getpid()
    for call in (
        (56, SIGCHLD, 0, 0, 0, 0),
        (56, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0),
        (58,),
        (57,),
        (435, ctypes.create_string_buffer(88), 88),
        (322, -100, b"/bin/true", None, None, 0),
    ):
        pid = libc.syscall(*call)
        if os.getpid() != me:
            os._exit(0)
        if pid > 0:
            print("BREACH", call)
    return x
