"""Add up numbers one after the other, in a generator and in an object."""

from collections.abc import Iterator

import torch


def running_totals(numbers: list[int]) -> Iterator[int]:
    """Yield after each number the sum of all numbers so far."""
    # BEGIN SOLUTION
    total = 0
    for number in numbers:
        total += number
        yield total
    # END SOLUTION


class Total:
    """Remembers the sum of the tensors that were added."""

    def __init__(self) -> None:
        # BEGIN SOLUTION
        self.value: torch.Tensor | int = 0
        # END SOLUTION

    def add(self, x: torch.Tensor) -> torch.Tensor:
        """Add `x` to `value` and return the new value."""
        # BEGIN SOLUTION
        self.value = self.value + x
        return self.value
        # END SOLUTION
