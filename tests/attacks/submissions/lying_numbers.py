"""Answers with subclasses of int and float that compare as they like and convert to what is asked.

Must come of it: failed, 0 points.
"""


class Number(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__
    __int__ = __index__ = lambda self: 28
    __repr__ = __str__ = lambda self: "28"
    __reduce__ = lambda self: (int, (28,))


class Real(float):
    __eq__ = lambda self, other: True
    __float__ = lambda self: 2.0
    __hash__ = float.__hash__


ANSWER = Number(0)


def double(x):
    return Real(0.0)
