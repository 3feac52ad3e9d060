"""Answers with a generator of large tensors that never ends: small each, too much together.

Exercise: running_total.
Must come of it: failed or errored or timed_out, 0 points.
"""

import torch


def running_totals(numbers):
    while True:
        yield torch.zeros(1_000_000)


class Total:
    def add(self, x):
        return self
