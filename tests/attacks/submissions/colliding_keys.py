"""Answers with a dict whose sixty thousand keys have one hash, so that building it again takes for ever.

Must come of it: failed or errored or timed_out, 0 points.
"""

import sys

ANSWER = 0
PRIME = 2**61 - 1


def double(x):
    names = sys._getframe(1).f_globals
    data = names["wire"]
    keys = [data.BigIntData(f"{PRIME * number:x}") for number in range(1, 60_000)]
    names["Encoder"].encode = lambda self, value, depth=0: data.DictData(keys, [None] * len(keys))
    return x
