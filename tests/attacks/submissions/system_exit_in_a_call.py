"""Raises what ends programs, and what ends the patience of users.

Must come of it: failed or errored, 0 points.
"""

ANSWER = 0


def double(x):
    raise [SystemExit(0), KeyboardInterrupt(), GeneratorExit(), BaseException("all")][x.numel() % 4]
