"""Answers a probe with numbers that no message can hold, where a check quotes what it got.

Exercise: running_total. Must come of it: failed, 0 points.
"""


def running_totals(numbers):
    return (2**70 for _ in numbers)


class Total:
    value = 2**70

    def add(self, x):
        return {"sum": complex("nan"), 2**80: float("inf")}
