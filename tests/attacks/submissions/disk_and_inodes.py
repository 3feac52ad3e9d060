"""Fills disks: large files, many files, folders, links.

Must come of it: failed or errored, 0 points.
"""

import os

ANSWER = 0


def double(x):
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/scratch", "/", "@HOME@", "/dev", "/proc"):
        for number in range(20):
            path = f"{folder}/attack-was-here-{number}"
            for make in (
                os.mkdir,
                lambda path: os.symlink("/", path),
                lambda path: os.close(os.open(path, os.O_CREAT | os.O_RDWR)),
                os.mkfifo,
            ):
                try:
                    make(path)
                    print("BREACH: made", path)
                except OSError:
                    pass
    return x
