"""Looks into every folder in which an earlier submission may have left something.

Must come of it: failed, 0 points.
"""

import glob
import os

ANSWER = 0


def double(x):
    for pattern in ("/scratch/**", "/dev/shm/**", "/tmp/**", "/var/tmp/**", "/run/**", "./**"):
        for path in glob.glob(pattern, recursive=True):
            if os.path.isfile(path) and "attack-was-here" in path:
                print("BREACH", path)
    return x
