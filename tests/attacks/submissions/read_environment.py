"""Looks for secrets in the environment of itself and of every process that it can name.

Must come of it: failed, 0 points.
"""

import os

ANSWER = 0


def double(x):
    print(dict(os.environ))
    for number in ["self", "thread-self", os.getppid(), *range(1, 400)]:
        for name in ("environ", "cmdline"):
            try:
                text = open(f"/proc/{number}/{name}", "rb").read()
            except OSError:
                continue
            print(number, text)
            if number not in ("self", "thread-self", os.getpid()):
                print("BREACH: another process")
    return x
