"""Raises its limits and its priority, and takes back rights.

Must come of it: failed, 0 points.
"""

import ctypes
import os
import resource

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_STACK"):
        try:
            resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            print("BREACH", name)
        except (OSError, ValueError) as error:
            print(error)
    for attempt in (
        lambda: os.setuid(0),
        lambda: os.setgroups([0]),
        lambda: os.nice(-20),
        lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),
        lambda: os.setresuid(0, 0, 0),
    ):
        try:
            attempt()
            print("BREACH: rights")
        except (OSError, ValueError):
            pass
    for call in ((4, 1), (1, 0), (38, 0), (22, 0), (23, 21), (24, 0), (28, 0), (36, 1)):
        if call[0] in (4, 1, 36) and libc.prctl(*call, 0, 0, 0) == 0:
            print("BREACH: prctl", call)
    return x
