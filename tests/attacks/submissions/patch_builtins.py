"""Replaces builtins, so that whoever compares with them is deceived.

Must come of it: failed or errored or crashed, 0 points.
"""

import builtins

ANSWER = 0
builtins.isinstance = lambda value, kind: True
builtins.abs = lambda value: 0
builtins.all = lambda values: True
builtins.len = lambda values: 0
builtins.type = lambda value: object
builtins.AssertionError = ValueError


def double(x):
    return x
