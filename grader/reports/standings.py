"""Gradebook -> standings: what counts of every student in every exercise of the course."""

import itertools
from collections.abc import Iterable, Iterator

from grader.course import Course
from grader.gradebook import Gradebook
from grader.model import Result, Standing, Submission
from grader.scoring import standing

Row = tuple[Submission, Result | None]


def standings(course: Course, gradebook: Gradebook) -> Iterator[Standing]:
    """Yield the standings of every student, in the order of ids, in every exercise, in the order of the course.

    Students come one by one from the database: the class is never in memory as a whole.
    """
    # A pass without results is cheap, and tells who handed in nothing whatever the order in which a database sorts.
    handing_in = {submission.student for submission, _ in gradebook.latest({})}
    waiting = _Waiting(gradebook.latest(course.exercises))
    for student in gradebook.students():
        rows = waiting.of(student) if student in handing_in else []
        latest = {submission.exercise: (submission, result) for submission, result in rows}
        for slug, exercise in course.exercises.items():
            submission, result = latest.get(slug, (None, None))
            yield standing(exercise, student, submission, result)


class _Waiting:
    """Hands out the rows of a student; those of students who come too early in the database's order wait."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._groups = itertools.groupby(rows, key=lambda row: row[0].student)
        self._early: dict[str, list[Row]] = {}

    def of(self, student: str) -> list[Row]:
        if student in self._early:
            return self._early.pop(student)
        for other, rows in self._groups:
            if other == student:
                return list(rows)
            self._early[other] = list(rows)
        return []
