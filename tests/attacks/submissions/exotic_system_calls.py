"""Calls what programs rarely call: io_uring, bpf, perf, keys, userfaultfd, modules, reboot, the clock, swap.

Must come of it: failed, 0 points.
"""

import ctypes

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
CALLS = {
    "io_uring_setup": (425, 8, buffer),
    "bpf": (321, 0, buffer, 128),
    "perf_event_open": (298, buffer, 0, -1, -1, 0),
    "add_key": (248, b"user", b"attack-was-here", b"x", 1, -5),
    "keyctl": (250, 0, -5, 1),
    "userfaultfd": (323, 1),
    "init_module": (175, buffer, 0, b""),
    "kexec_load": (246, 0, 0, None, 0),
    "settimeofday": (164, None, None),
    "acct": (163, None),
    "swapon": (167, b"/tmp/none", 0),
    "quotactl": (179, 0, None, 0, None),
    "syslog": (103, 3, buffer, 100),
    "personality": (135, 0x0040000),
    "modify_ldt": (154, 0, buffer, 100),
    "ioperm": (173, 0, 1, 1),
    "iopl": (172, 3),
    "inotify_init": (253,),
    "fanotify_init": (300, 0, 0),
    "memfd_secret": (447, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "seccomp": (317, 0, 0, None),
    "landlock": (444, None, 0, 1),
    "kcmp": (312, 1, 2, 0, 0, 0),
    "lookup_dcookie": (212, 0, buffer, 100),
    "vhangup": (153,),
    "mq_open": (240, b"attack-was-here", 0o102, 0o600, None),
}


def double(x):
    for name, call in CALLS.items():
        if libc.syscall(*call) != -1:
            print("BREACH", name)
    return x
