"""Results -> scores. Pure: it knows no disk, no process and no language."""

import statistics
from collections.abc import Iterable

from grader.model import Exercise, Record, Result, Standing, Submission

GRADED, MISSING, UNREADABLE = "graded", "missing", "unreadable"
DECIMALS = 2


class ClassSummary(Record, frozen=True):
    """How a class stands.

    Mean and median are of the total scores of all students; `counts` are standings by status. `played` are the exercises
    that anybody handed in, `active` students handed in something, `complete` ones each of these exercises.
    """

    students: int
    mean: float
    median: float
    max_score: float
    counts: dict[str, int]
    provisional: int = 0
    active: int = 0
    complete: int = 0
    played: tuple[str, ...] = ()


def standing(exercise: Exercise, student: str, submission: Submission | None, result: Result | None) -> Standing:
    """Return what counts of a student in an exercise.

    A submission that can be read and has no result yet is graded with all points open, so that it shows as
    provisional and not as wrong.
    """
    max_score = points(exercise.max_score)
    if submission is None:
        return Standing(student=student, exercise=exercise.slug, status=MISSING, score=0.0, max_score=max_score)
    if submission.problem is not None:
        status, score, result = UNREADABLE, 0.0, None
    else:
        result = result or Result.of_fault(exercise, submission, "", kind="not-graded")
        status, score = GRADED, points(sum(check.points for check in result.checks))
    return Standing(
        student=student,
        exercise=exercise.slug,
        status=status,
        score=score,
        max_score=max_score,
        submission=submission,
        result=result,
    )


def summarize_class(standings: Iterable[Standing]) -> ClassSummary:
    """Return the mean, the median and the counts of a class; zeros where it has no students."""
    scores: dict[str, float] = {}
    max_scores: dict[str, float] = {}
    handed_in: dict[str, int] = {}
    counts = {GRADED: 0, MISSING: 0, UNREADABLE: 0}
    provisional = 0
    played: dict[str, bool] = {}
    for each in standings:
        scores[each.student] = scores.get(each.student, 0.0) + each.score
        max_scores[each.student] = max_scores.get(each.student, 0.0) + each.max_score
        counts[each.status] += 1
        provisional += is_provisional(each)
        is_here = each.status != MISSING
        played[each.exercise] = played.get(each.exercise, False) or is_here
        handed_in[each.student] = handed_in.get(each.student, 0) + is_here
    totals = list(scores.values())
    return ClassSummary(
        students=len(totals),
        mean=points(statistics.fmean(totals)) if totals else 0.0,
        median=points(statistics.median(totals)) if totals else 0.0,
        max_score=points(max(max_scores.values(), default=0.0)),
        counts=counts,
        provisional=provisional,
        active=sum(count > 0 for count in handed_in.values()),
        complete=sum(0 < count == sum(played.values()) for count in handed_in.values()),
        played=tuple(slug for slug, is_played in played.items() if is_played),
    )


def is_provisional(standing: Standing) -> bool:
    """Return whether points of a standing are still open."""
    return standing.result is not None and standing.result.provisional


def points(value: float) -> float:
    """Return points with at most two decimals, never -0."""
    return round(float(value), DECIMALS) + 0.0
