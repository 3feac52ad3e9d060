"""Shares of the points as steps of a colour scale and as bars."""

from collections.abc import Iterable

from grader.model import Record

BINS = 10
STEPS = ((1.0, "full"), (0.8, "high"), (0.6, "good"), (0.4, "half"), (0.2, "low"), (-1.0, "none"))


class Bin(Record, frozen=True):
    """A bar of a histogram: students with `low` to `high` percent of the points; `height` is a share of the highest."""

    low: int
    high: int
    count: int
    height: float


def heat(share: float) -> str:
    """Return the step of the colour scale for a share of the points."""
    return next(name for least, name in STEPS if share >= least)


def histogram(shares: Iterable[float]) -> tuple[Bin, ...]:
    """Return how many shares lie in each tenth; who has all points counts in the last one."""
    counts = [0] * BINS
    for share in shares:
        counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
    most = max(*counts, 1)
    width = 100 // BINS
    return tuple(
        Bin(low=index * width, high=(index + 1) * width, count=count, height=count / most)
        for index, count in enumerate(counts)
    )
