from __future__ import annotations
import torch
from dataclasses import dataclass
from enum import Enum
from typing import Iterable


def reduction_of(size_average: bool | None = None, reduce: bool | None = None) -> str:
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def buffers(loss) -> tuple[str, ...]:
    return tuple(sorted(loss._buffers))


def cost(losses):
    return torch.einsum("n->", losses) / losses.numel()


def objective(losses, params: Iterable[torch.Tensor], l2: float):
    total = cost(losses)
    for p in params:
        total = total + l2 * (p * p).sum()
    return total


LEVELS = dict(zip(("loss", "cost", "objective"), ["one sample", "the whole set", "the whole set and a penalty"]))
