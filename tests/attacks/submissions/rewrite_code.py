"""Replaces the code of the functions that check and send, found through the garbage collector.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import gc
import types

ANSWER = 0


def nothing(*arguments, **keywords):
    return None


def double(x):
    gc.unfreeze()
    for function in [each for each in gc.get_objects() if type(each) is types.FunctionType]:
        if function.__module__.startswith("grader") and function.__name__ in (
            "within_bounds",
            "_values",
            "expect_close",
            "encode",
        ):
            function.__code__ = nothing.__code__
    return x
