"""Leaves its root by magic links, by chroot and by handles to files.

Must come of it: failed, 0 points.
"""

import ctypes
import os

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for path in (
        "/proc/self/root/etc/shadow",
        "/proc/1/root/etc/passwd",
        "/proc/1/cwd",
        "/proc/self/fd/0/../../etc/passwd",
        "/etc/passwd",
        "@HOME@/private",
    ):
        try:
            os.close(os.open(path, os.O_RDONLY))
            print("BREACH", path)
        except OSError as error:
            print(path, error.strerror)
    handle = ctypes.create_string_buffer(128)
    print(libc.open_by_handle_at(0, handle, 0), libc.chroot(b"/"), libc.fchdir(0))
    return x
