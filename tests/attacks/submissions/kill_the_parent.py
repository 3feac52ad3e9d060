"""Signals its parent, its group, its session and every number that may be a process.

Must come of it: failed or errored, 0 points.
"""

import os
import signal

ANSWER = 0


def double(x):
    own = os.getpid()
    for number in [os.getppid(), -os.getppid(), 1, *range(2, 200)]:
        if number == own:
            continue
        for kill in (os.kill, lambda pid, what: signal.pidfd_send_signal(os.pidfd_open(pid), what)):
            try:
                kill(number, signal.SIGKILL if number == os.getppid() else 0)
                print("BREACH: signalled", number)
            except (OSError, ValueError, OverflowError):
                pass
    return x
