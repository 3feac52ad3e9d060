"""Gradebook -> standings: what counts of every student in every exercise of the course."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from grader.course import Course
from grader.gradebook import Gradebook
from grader.model import Result, Standing, Submission
from grader.scoring import GRADED, points, standing

# A submission, and what there is beside it.
Row = TypeVar("Row", bound=tuple[Any, ...])


def standings(course: Course, gradebook: Gradebook) -> Iterator[Standing]:
    """Yield the standings of every student, in the order of ids, in every exercise, in the order of the course.

    Students come one by one from the database: the class is never in memory as a whole.
    """
    for student, rows in _by_student(gradebook, gradebook.latest(course.exercises)):
        yield from _of_rows(course, student, rows)


def standings_of(course: Course, gradebook: Gradebook, student: str) -> Iterator[Standing]:
    """Yield the standings of one student."""
    yield from _of_rows(course, student, gradebook.latest(course.exercises, student))


def brief_standings(course: Course, gradebook: Gradebook) -> Iterator[Standing]:
    """Yield the same standings with the results of those alone that a person should look at."""
    for student, rows in _by_student(gradebook, gradebook.totals(course.exercises)):
        latest = {submission.exercise: (submission, score, result) for submission, score, result in rows}
        for slug, exercise in course.exercises.items():
            submission, score, result = latest.get(slug, (None, None, None))
            whole = standing(exercise, student, submission, result)
            # Without any result all points are open, and the standing says so.
            if score is not None and whole.status == GRADED:
                whole = msgspec.structs.replace(whole, score=points(score), result=result)
            yield whole


def _of_rows(course: Course, student: str, rows: Iterable[tuple[Submission, Result | None]]) -> Iterator[Standing]:
    latest = {submission.exercise: (submission, result) for submission, result in rows}
    for slug, exercise in course.exercises.items():
        submission, result = latest.get(slug, (None, None))
        yield standing(exercise, student, submission, result)


def _by_student(gradebook: Gradebook, rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield every student, in the order of ids, with the rows that are theirs."""
    handing_in = gradebook.students_handing_in()
    waiting = _Waiting(rows)
    for student in gradebook.students():
        yield student, waiting.of(student) if student in handing_in else []


class _Waiting(Generic[Row]):
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
