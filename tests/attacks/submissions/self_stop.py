"""Stops itself, so that whoever waits for its end waits for ever.

Must come of it: failed or errored or timed_out, 0 points.
"""

import os
import signal

ANSWER = 0


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.raise_signal(signal.SIGTSTP)
    while True:
        signal.pause()
