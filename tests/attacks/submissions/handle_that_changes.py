"""Is another object whenever it is asked: a method, a number, an exception, an endless item.

Exercise: running_total.
Must come of it: failed or errored or timed_out, 0 points.
"""


class Total:
    def __getattribute__(self, name):
        if name == "add":
            return Total
        return Total()

    def __getitem__(self, key):
        return self

    def __call__(self, *arguments):
        return self

    def __init__(self, *arguments):
        pass


running_totals = Total()
