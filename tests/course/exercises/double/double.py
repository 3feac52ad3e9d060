"""Return twice a tensor, and say what four weeks are in days."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return 2x, in the shape and dtype of `x`."""
    raise NotImplementedError("double: write your code here")


# The number of days in a week, doubled twice.
ANSWER = None  # your answer
