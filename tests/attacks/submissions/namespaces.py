"""Makes itself root of namespaces of its own, mounts, and changes its root.

Must come of it: failed, 0 points.
"""

import ctypes

ANSWER = 0
libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for name, done in (
        ("unshare", libc.unshare(0x10000000)),
        ("unshare mounts", libc.unshare(0x00020000)),
        ("setns", libc.setns(0, 0)),
        ("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)),
        ("umount", libc.umount2(b"/proc", 0)),
        ("chroot", libc.chroot(b"/")),
        ("pivot", libc.syscall(155, b"/", b"/")),
        ("open_tree", libc.syscall(428, -100, b"/", 1)),
        ("fsopen", libc.syscall(430, b"tmpfs", 0)),
        ("hostname", libc.sethostname(b"attack", 6)),
    ):
        if done != -1:
            print("BREACH", name)
    return x
