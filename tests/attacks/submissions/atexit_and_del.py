"""Leaves code for the moment of its end: exit handlers, finalizers, weak references.

Must come of it: failed, 0 points.
"""

import atexit
import sys
import weakref

ANSWER = 0


def last():
    print("BREACH: it ran after its end")
    while True:
        pass


class Last:
    __del__ = lambda self: last()


keep = Last()
sys.keep = keep
atexit.register(last)
weakref.finalize(keep, last)


def double(x):
    return x
