"""Inputs for checks: reproducible for us, unpredictable for a submission.

The seed is made of the exercise's digest, the check, the student's variant and the course's secret, so that no
fingerprint of an input lasts: whoever recognises one today meets another tomorrow.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

import torch

from grader.model import Numbers

T = TypeVar("T")


class Inputs:
    """Draws tensors and numbers from one seeded generator; two of the same seed draw the same.

    `variant` holds the student's own numbers by name.
    """

    def __init__(
        self, *seed: str | bytes, variant: Numbers | None = None, others: Callable[[], list[Numbers]] = list
    ) -> None:
        self.variant: Numbers = variant or {}
        self._others = others
        digest = hashlib.sha256(b"\0".join(part.encode() if isinstance(part, str) else part for part in seed)).digest()
        self._generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    @cached_property
    def other_variants(self) -> list[Numbers]:
        """The numbers of every other variant: whose answer is right for one of them has copied."""
        return self._others()

    def normal(self, *shape: int, scale: float = 1.0, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of `shape` from N(0, scale²)."""
        return torch.randn(shape, generator=self._generator, dtype=dtype) * scale

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Return a tensor of `shape`, uniform in [low, high)."""
        return torch.rand(shape, generator=self._generator, dtype=dtype) * (high - low) + low

    def positive(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of `shape` in [0.2, 3.2): weights that neither vanish nor sum to one."""
        return self.uniform(*shape, low=0.2, high=3.2, dtype=dtype)

    def logits(self, samples: int, classes: int, *, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return logits `(samples, classes)` with a spread of about two."""
        return self.normal(samples, classes, scale=2.0, dtype=dtype)

    def probabilities(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return positive numbers of `shape` that sum to one along the last axis."""
        return torch.softmax(self.normal(*shape, dtype=dtype), dim=-1)

    def classes(self, samples: int, classes: int) -> torch.Tensor:
        """Return class indices `(samples,)`, int64, of at least two different classes where there is room."""
        target = torch.randint(classes, (samples,), generator=self._generator)
        if samples > 1 and classes > 1 and bool((target == target[0]).all()):
            target[-1] = (target[0] + 1) % classes
        return target

    def signs(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of `shape` of -1 and +1, both of them where there is room."""
        drawn = torch.randint(2, shape, generator=self._generator).to(dtype) * 2 - 1
        if drawn.numel() > 1 and bool((drawn == drawn.view(-1)[0]).all()):
            drawn.view(-1)[-1] *= -1
        return drawn

    def bits(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of `shape` of 0 and 1, both of them where there is room."""
        return (self.signs(*shape, dtype=dtype) + 1) / 2

    def integers(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Return an int64 tensor of `shape` in [low, high)."""
        return torch.randint(low, high, shape, generator=self._generator)

    def integer(self, low: int, high: int) -> int:
        """Return an int in [low, high)."""
        return int(self.integers(low, high))

    def number(self, low: float, high: float) -> float:
        """Return a float in [low, high)."""
        return float(self.uniform(low=low, high=high, dtype=torch.float64))

    def permutation(self, length: int) -> torch.Tensor:
        """Return the numbers 0 to length - 1 in a random order, int64."""
        return torch.randperm(length, generator=self._generator)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[self.integer(0, len(options))]

    def seed(self) -> int:
        """Return a seed for a function under check, below 2²⁰.

        So NumPy, which takes none above 2³², takes what is made of it for each epoch, `seed * 1000 + epoch` say.
        """
        return self.integer(0, 2**20)


def strided(tensor: torch.Tensor) -> torch.Tensor:
    """Return the same values in a tensor that is not contiguous (every second element of a larger one)."""
    spaced = torch.zeros(*tensor.shape[:-1], tensor.shape[-1] * 2, dtype=tensor.dtype)
    spaced[..., ::2] = tensor
    return spaced[..., ::2]
