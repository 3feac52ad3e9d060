"""Takes memory that limits on private memory do not see: shared mappings, files in memory, pipes.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import mmap
import os

ANSWER = 0


def double(x):
    try:
        os.memfd_create("attack-was-here")
        print("BREACH: a file in memory")
    except OSError as error:
        print(error)
    kept = []
    for _ in range(128):
        mapping = mmap.mmap(-1, 16 << 20, flags=mmap.MAP_SHARED)
        mapping[:: mmap.PAGESIZE] = b"x" * ((16 << 20) // mmap.PAGESIZE)
        kept.append(mapping)
    print("BREACH: two gigabytes")
    return x
