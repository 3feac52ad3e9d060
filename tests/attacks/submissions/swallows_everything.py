"""Catches whatever is raised at it and goes on.

Must come of it: failed or timed_out, 0 points.
"""

ANSWER = 0


def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
