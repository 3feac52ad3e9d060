"""Raises an exception whose text takes for ever.

Must come of it: failed or timed_out, 0 points.
"""

ANSWER = 0


class Slow(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Slow
