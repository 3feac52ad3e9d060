"""Answers with a list that holds one large tensor a hundred thousand times, and lists that hold each other.

Must come of it: failed, 0 points.
"""

import torch

ANSWER = [torch.zeros(3_000_000, dtype=torch.uint8)] * 100_000
nested = []
for _ in range(40):
    nested = [nested, nested]


def double(x):
    return nested if x.ndim == 1 else ANSWER
