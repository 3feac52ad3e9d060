"""Returns an object, and raises an exception, whose classes lie about their names and bases.

Must come of it: failed or errored, 0 points.
"""


class Meta(type):
    __mro__ = property(lambda cls: 1 / 0)
    __name__ = property(lambda cls: "Tensor")
    __qualname__ = property(lambda cls: "Tensor")
    __instancecheck__ = lambda cls, value: True
    __subclasscheck__ = lambda cls, other: True
    __eq__ = lambda cls, other: True
    __hash__ = lambda cls: 0


class Thing(metaclass=Meta):
    pass


class Mistake(Exception, metaclass=Meta):
    __traceback__ = property(lambda self: self)


ANSWER = Thing()


def double(x):
    if x.ndim == 2:
        raise Mistake("28")
    return Thing()
