"""Raises an exception whose text is a string of its own making, which answers encoding and slicing itself.

Must come of it: failed or errored, 0 points.
"""

ANSWER = 0


class Text(str):
    def __getitem__(self, key):
        return self

    def encode(self, *_):
        return self

    def decode(self, *_):
        return Text("\x1b[2J" * 1_000_000)


class Failure(Exception):
    def __str__(self):
        return Text("a")


def double(x):
    raise Failure
