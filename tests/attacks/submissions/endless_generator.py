"""Yields numbers without end.

Exercise: running_total.
Must come of it: failed or timed_out, 0 points.
"""

import itertools


def running_totals(numbers):
    return itertools.count()


class Total:
    def add(self, x):
        return x * 0
