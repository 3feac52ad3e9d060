"""Answers with lists, dicts and tuples nested a hundred thousand deep, and with one that holds itself.

Must come of it: failed or errored or crashed, 0 points.
"""

ANSWER = 0
deep = []
for number in range(100_000):
    deep = [deep] if number % 3 else (deep,)
circle = []
circle.append(circle)


def double(x):
    return circle if x.ndim == 1 else deep
