"""Returns in each call what would have been right in the one before.

Must come of it: failed, 0 points.
"""

ANSWER = 0
last = [0]


def double(x):
    answer, last[0] = last[0], x * 2
    return answer
