"""Changes modes, owners, times, names, links and sizes of what it can see.

Must come of it: failed, 0 points.
"""

import os
import sys

ANSWER = 0
FILES = (os.__file__, sys.executable, "@COURSE@/solutions/double/double.py", "/etc/hostname", "/dev/null", "/")


def double(x):
    for path in FILES:
        for attempt in (
            lambda: os.chmod(path, 0o777),
            lambda: os.chown(path, os.getuid(), os.getgid()),
            lambda: os.utime(path, (0, 0)),
            lambda: os.truncate(path, 0),
            lambda: os.setxattr(path, "user.attack", b"1"),
            lambda: os.link(path, "/tmp/attack-was-here"),
            lambda: os.rename(path, path + ".attack-was-here"),
            lambda: os.close(os.open(path, os.O_WRONLY | os.O_APPEND)) if path != "/dev/null" else 1 / 0,
        ):
            try:
                attempt()
                print("BREACH", path)
            except (OSError, ZeroDivisionError):
                pass
    return x
