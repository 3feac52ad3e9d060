"""Sets timers, ignores every signal that it may, and survives its limit of computing time if it can.

Must come of it: failed or timed_out, 0 points.
"""

import signal

ANSWER = 0
for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)


def double(x):
    while True:
        pass
