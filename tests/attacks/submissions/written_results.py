"""Writes results, configuration and modules wherever a grader might read them.

Must come of it: failed, 0 points.
"""

import os
import tempfile

ANSWER = 0
NAMES = ("results.json", "gradebook.db", "junit.xml", "conftest.py", "sitecustomize.py", "torch.py", "attack-was-here")
FOLDERS = (
    ".",
    "/tmp",
    "/dev/shm",
    "/var/tmp",
    "/scratch",
    "@HOME@",
    "@COURSE@/solutions",
    "@SUBMISSIONS@",
    "/proc/self",
)


def double(x):
    for folder in (*FOLDERS, os.environ.get("TMPDIR", ".")):
        for name in NAMES:
            try:
                with open(f"{folder}/{name}-attack-was-here", "x") as file:
                    file.write('{"score": 10}')
                print("BREACH: wrote", folder, name)
            except OSError:
                pass
    try:
        tempfile.mkstemp(prefix="attack-was-here")
        print("BREACH: a temporary file")
    except OSError:
        pass
    return x
