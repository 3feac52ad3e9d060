"""Leaves memory and semaphores for the next one: POSIX, System V, named, in /dev/shm.

Must come of it: failed, 0 points.
"""

import ctypes
from multiprocessing import shared_memory

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    try:
        shared_memory.SharedMemory("attack-was-here", create=True, size=4096)
        print("BREACH: shared memory")
    except OSError as error:
        print(error)
    for name, done in (
        ("shmget", libc.shmget(0x41, 4096, 0o1600)),
        ("semget", libc.semget(0x41, 1, 0o1600)),
        ("msgget", libc.msgget(0x41, 0o1600)),
        ("shm_open", libc.shm_open(b"/attack-was-here", 0o102, 0o600)),
    ):
        if done != -1:
            print("BREACH", name)
    return x
