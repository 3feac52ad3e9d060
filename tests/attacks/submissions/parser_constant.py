"""Lets the compiler compute constants that fill its memory and its time.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

ANSWER = ((1,) * 10**9, "a" * 10**10, 10**10**7, [[0] * 10**5] * 10**5)
