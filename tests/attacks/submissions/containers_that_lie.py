"""Returns lists and dicts that say that they hold other things than they do, and keys that equal nothing.

Must come of it: failed, 0 points.
"""


class Items(list):
    def __iter__(self):
        return iter([28] * 10**9)

    def __len__(self):
        return 0


class Table(dict):
    def keys(self):
        return ["a"] * 3

    def values(self):
        raise SystemExit

    def items(self):
        return self


ANSWER = Items([Items([0])])


def double(x):
    return Items([x, Table({float("nan"): x, float("inf"): x, (1, (2, (3,))): x, 2**80: x})])
