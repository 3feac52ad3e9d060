"""Standings -> one grade a student, as learning platforms keep it."""

import itertools
from collections.abc import Iterable, Iterator

from grader.model import Record, Standing
from grader.scoring import MISSING, UNREADABLE, is_provisional, points


class Grade(Record, frozen=True):
    """A student's score over some exercises. It is `open` while a fault of ours leaves points undecided."""

    student: str
    score: float
    max_score: float
    handed_in: bool = True
    unreadable: bool = False
    open: bool = False


def grades(standings: Iterable[Standing], scale: float | None = None) -> Iterator[Grade]:
    """Yield the grade of each student; with `scale`, out of so many points."""
    for student, group in itertools.groupby(standings, key=lambda each: each.student):
        row = list(group)
        score, most = sum(each.score for each in row), sum(each.max_score for each in row)
        factor = scale / most if scale is not None and most else 1.0
        yield Grade(
            student=student,
            score=points(score * factor),
            max_score=points(most * factor),
            handed_in=any(each.status != MISSING for each in row),
            unreadable=any(each.status == UNREADABLE for each in row),
            open=any(map(is_provisional, row)),
        )
