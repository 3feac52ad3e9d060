"""Never ends when it is called.

Must come of it: failed or timed_out, 0 points.
"""

ANSWER = 0


def double(x):
    while True:
        pass
