"""Returns iterators that say that they hold 2**62 items, or fewer than none, or a word.

Exercise: running_total.
Must come of it: failed or errored, 0 points.
"""

count = 0


class Long:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __length_hint__(self):
        return 2**62

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


def running_totals(numbers):
    global count
    count += 1
    return Long([2**62, 2**31, -5][count % 3])


class Total:
    __len__ = lambda self: "many"

    def add(self, x):
        return Long(2**62)
