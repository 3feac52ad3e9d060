"""Answers rightly at first and hangs later.

Must come of it: passed or timed_out or failed, 7 points.
"""

ANSWER = 0
calls = 0


def double(x):
    global calls
    calls += 1
    while calls > 2:
        pass
    return x * 2
