"""Tuples whose axes have names."""

from collections import namedtuple
from typing import NamedTuple

Matrix = namedtuple("Matrix", ["rows", "columns"])
Vector = namedtuple("Vector", "length")


class Batch(NamedTuple):
    images: int
    channels: int
    height: int
    width: int


class Kernel(tuple):
    """Output channels, input channels, height, width."""

    __slots__ = ()


DENSE_WEIGHT = Matrix(rows=8, columns=1)
DENSE_BIAS = Matrix(1, 1)
DEPENDS_ON_BATCH_SIZE = bool(0)
LINEAR_WEIGHT = Matrix(30, 20)
LINEAR_BIAS = Vector(30)
LINEAR_OUTPUT = Matrix(128, 30)
CONV_WEIGHT = Kernel((20, 1, 5, 5))
CONV_OUTPUT = Batch(1, 20, 24, 24)
SECOND_CONV_OUTPUT = CONV_OUTPUT._replace(channels=64, height=20, width=20)
DIFFERENCE = Matrix(5, 5)
