"""Gradebook -> what the pages are made of, one student at a time: a class is never in memory as a whole."""

import itertools
from collections.abc import Callable, Iterable, Iterator

from grader.course import Course
from grader.gradebook import Gradebook
from grader.model import AttemptScore, Record, Run, Standing, Submission
from grader.reports.standings import standings

# Their code and attempts are fetched together: a question to the database costs more than its answer.
STUDENTS_AT_ONCE = 50

Cells = tuple[str, ...]


class Work(Record, frozen=True):
    """All of one student: where they stand in each exercise that is played, and the files that fit none.

    `cells` is the code by exercise, `attempts` are those of exercises that were handed in more than once.
    """

    student: str
    standings: tuple[Standing, ...]
    misnamed: tuple[Submission, ...] = ()
    cells: dict[str, Cells] = {}
    attempts: dict[str, tuple[AttemptScore, ...]] = {}


class Material(Record, frozen=True):
    """A class: its students in the order of their pages, the exercises that anybody handed in, and the work of each.

    `works` can be gone through once; `sources` gives code by its digest.
    """

    students: tuple[str, ...]
    played: tuple[str, ...]
    works: Iterable[Work]
    run: Run | None = None
    sources: Callable[[Iterable[str]], dict[str, Cells]] = lambda digests: {}


def read_class(course: Course, gradebook: Gradebook, *, with_code: bool = True) -> Material:
    """Return what a gradebook holds of a class; `with_code` fetches what the students handed in as well."""
    handed_in = gradebook.played()
    played = tuple(slug for slug in course.exercises if slug in handed_in)
    return Material(
        students=in_order(gradebook.students()),
        played=played,
        works=_works(course, gradebook, frozenset(played), with_code=with_code),
        run=gradebook.last_run(),
        sources=gradebook.sources,
    )


def in_order(students: Iterable[str]) -> tuple[str, ...]:
    """Return ids as a person sorts them: capitals beside small letters."""
    return tuple(sorted(students, key=lambda name: (name.casefold(), name)))


def by_student(misnamed: Iterable[Submission]) -> dict[str, tuple[Submission, ...]]:
    """Return files that fit no exercise by student, in the order of their paths."""
    found: dict[str, list[Submission]] = {}
    for each in sorted(misnamed, key=lambda each: each.path):
        found.setdefault(each.student, []).append(each)
    return {student: tuple(several) for student, several in found.items()}


def _works(course: Course, gradebook: Gradebook, played: frozenset[str], *, with_code: bool) -> Iterator[Work]:
    misnamed = by_student(gradebook.misnamed())
    rows = (each for each in standings(course, gradebook) if each.exercise in played)
    # Where nobody handed in anything, students have no rows.
    groups = itertools.groupby(rows, key=lambda each: each.student)
    every = ((student, tuple(group)) for student, group in groups) if played else _nothing(gradebook)
    while chunk := list(itertools.islice(every, STUDENTS_AT_ONCE)):
        sources = gradebook.sources(_digests(chunk)) if with_code else {}
        attempts = gradebook.attempts([student for student, _ in chunk])
        for student, row in chunk:
            yield Work(
                student=student,
                standings=row,
                misnamed=misnamed.get(student, ()),
                cells={
                    each.exercise: sources[each.submission.digest]
                    for each in row
                    if each.submission and each.submission.digest in sources
                },
                attempts={each.exercise: tuple(attempts.get((student, each.exercise), ())) for each in row},
            )


def _nothing(gradebook: Gradebook) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    return ((student, ()) for student in gradebook.students())


def _digests(chunk: Iterable[tuple[str, tuple[Standing, ...]]]) -> Iterator[str]:
    return (each.submission.digest for _, row in chunk for each in row if each.submission)
