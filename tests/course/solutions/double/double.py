"""Return twice a tensor, and say what four weeks are in days."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return 2x, in the shape and dtype of `x`."""
    # BEGIN SOLUTION
    return x * 2
    # END SOLUTION


# The number of days in a week, doubled twice.
# BEGIN SOLUTION
ANSWER = 28
# END SOLUTION
