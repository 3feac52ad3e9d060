"""Makes the compiler and Python warn without end.

Must come of it: failed or errored or timed_out, 0 points.
"""

import warnings

ANSWER = 0
for number in range(2_000):
    exec(f"{number} is 1; '\\d'")
warnings.simplefilter("error")


def double(x):
    for _ in range(10_000):
        warnings.warn("x" * 1000, stacklevel=1)
    return x
