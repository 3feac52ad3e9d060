"""Returns iterators that have no length, no next item and no end, and raise what ends iterators, programs and patience.

Exercise: running_total. Must come of it: failed or errored, 0 points.
"""


class Numbers:
    asked = 0

    def __iter__(self):
        return self

    def __len__(self):
        raise TypeError("x" * 3_000)

    def __next__(self):
        Numbers.asked += 1
        raise (StopAsyncIteration, GeneratorExit, SystemExit)[Numbers.asked % 3]("\x1b[2J")


def running_totals(numbers):
    return Numbers()


class Total:
    def add(self, x):
        raise StopIteration(x)
