"""Add up numbers one after the other, in a generator and in an object."""

from collections.abc import Iterator

import torch


def running_totals(numbers: list[int]) -> Iterator[int]:
    """Yield after each number the sum of all numbers so far."""
    raise NotImplementedError("running_totals: write your code here")


class Total:
    """Remembers the sum of the tensors that were added."""

    def __init__(self) -> None:
        raise NotImplementedError("Total.__init__: write your code here")

    def add(self, x: torch.Tensor) -> torch.Tensor:
        """Add `x` to `value` and return the new value."""
        raise NotImplementedError("Total.add: write your code here")
