"""Returns objects whose repr, str, hash, length and truth never end.

Must come of it: failed, 0 points.
"""


def forever(*arguments):
    while True:
        pass


class Slow:
    __repr__ = __str__ = __format__ = __hash__ = __len__ = __bool__ = __eq__ = forever


ANSWER = Slow()


def double(x):
    return Slow()
