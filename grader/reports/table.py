"""What every report starts from: the students and their standing in each exercise of the course."""

import hashlib
import re
from collections.abc import Iterable

from grader.course import Course
from grader.model import Record, Standing, Submission
from grader.scoring import standing

MAX_NAME = 40


class Table(Record, frozen=True):
    """A standing for each student and exercise, in order of the student's id; `misnamed` fits no exercise."""

    students: tuple[str, ...]
    exercises: tuple[str, ...]
    standings: dict[tuple[str, str], Standing]
    misnamed: dict[str, tuple[Submission, ...]]

    def row(self, student: str) -> list[Standing]:
        """Return a student's standings in the order of the course."""
        return [self.standings[student, slug] for slug in self.exercises]


def tabulate(course: Course, standings: Iterable[Standing], misnamed: Iterable[Submission] = ()) -> Table:
    """Return the table of a class; where a student has no standing in an exercise, nothing was handed in."""
    known = {(each.student, each.exercise): each for each in standings if each.exercise in course.exercises}
    strays: dict[str, list[Submission]] = {}
    for each in misnamed:
        strays.setdefault(each.student, []).append(each)
    students = tuple(sorted({student for student, _ in known} | set(strays), key=lambda name: (name.casefold(), name)))
    return Table(
        students=students,
        exercises=tuple(course.exercises),
        standings={
            (student, slug): known.get((student, slug)) or standing(exercise, student, None, None)
            for student in students
            for slug, exercise in course.exercises.items()
        },
        misnamed={student: tuple(sorted(several, key=lambda each: each.path)) for student, several in strays.items()},
    )


def page_name(student: str) -> str:
    """Return a file name for a student's page: safe whatever the id holds, another one for every id."""
    readable = re.sub(r"[^a-z0-9]+", "-", student.lower()).strip("-")[:MAX_NAME].strip("-")
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}.html" if readable else f"{digest}.html"
