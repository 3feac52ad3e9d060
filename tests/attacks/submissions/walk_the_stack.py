"""Looks for expected values in the frames that called it.

Must come of it: failed, 0 points.
"""

import sys

import torch

ANSWER = 0


def double(x):
    frame, found = sys._getframe(1), []
    while frame is not None:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(value, torch.Tensor) and value is not x and value.shape == x.shape:
                found.append(value)
            if isinstance(value, str) and "expect_close" in value:
                print("BREACH: the text of a check", value)
        frame = frame.f_back
    return found[0] if found else x
