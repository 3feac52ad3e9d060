"""A gradebook -> one of the export formats: which standings go in, and what a teacher is told on the way.

How it works: each format is a function from an `Order` to parts of bytes, made student by student, so that the memory it
takes does not grow with the class. Where a table of a learning platform is filled, one number a student is kept.
"""

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from grader.course import Course
from grader.errors import UsageError, did_you_mean
from grader.model import Record, Standing
from grader.outfolder import replaced_folder
from grader.reports import canvas, gradescope, moodle
from grader.reports.exports import to_csv, to_json
from grader.reports.filling import Filling, fill, listed, remarks
from grader.reports.grades import grades
from grader.reports.junit import to_junit
from grader.reports.sheet import read_sheet, written
from grader.wording import named, plain_number, visible

FORMATS = ("json", "csv", "canvas", "moodle", "gradescope", "junit")
# The formats that hold scores and no checks, for which a gradebook is summed up in its database.
BRIEF = ("csv", "canvas", "moodle")
# Which formats an option is for; the others say so instead of ignoring it.
OPTIONS = {
    "into": ("canvas", "moodle"),
    "column": ("canvas",),
    "new_column": ("canvas",),
    "encoding": ("canvas", "moodle"),
    "zeros": ("canvas", "moodle"),
    "identifier": ("moodle",),
    "student": ("gradescope",),
    "scale": ("canvas", "moodle", "gradescope"),
    "after_published": ("gradescope",),
}


class Order(Record, frozen=True):
    """What is wanted of an export; the fields after `when` are options of single formats."""

    course: Course
    language: str
    isolation: str
    when: float
    into: Path | None = None
    column: str | None = None
    new_column: str | None = None
    encoding: str | None = None
    zeros: bool = False
    identifier: str = "username"
    student: str | None = None
    scale: float | None = None
    after_published: bool = False


def only(course: Course, slugs: Collection[str]) -> Course:
    """Return the course with these exercises alone, all of them if none is named."""
    if not slugs:
        return course
    return replace(course, exercises={slug: each for slug, each in course.exercises.items() if slug in slugs})


def expect_fitting(form: str, options: Mapping[str, Any], out: Path | None) -> None:
    """Raise a `UsageError` if there is no such format, or if an option is none of its own."""
    if form not in FORMATS:
        remedy = f"{did_you_mean(form.lower(), FORMATS)} There are: {', '.join(FORMATS)}.".lstrip()
        raise UsageError(f"no export format `{visible(form)}`", remedy=remedy)
    for name in options:
        if form not in OPTIONS[name]:
            what = f"--{name.replace('_', '-')} is nothing for {form}"
            raise UsageError(what, remedy=f"It goes with {' and '.join(OPTIONS[name])}.")
    if not math.isfinite(options.get("scale", 1.0)):
        raise UsageError("--scale takes a number of points", remedy="For instance: --scale 100")
    if {"column", "new_column"} <= set(options):
        raise UsageError("--column and --new-column exclude each other", remedy="Fill a column, or make one.")
    if form == "canvas" and "into" not in options:
        remedy = "In Canvas: Grades, Export; then: grade export canvas --into FILE --out import.csv"
        raise UsageError("canvas fills your own gradebook, and needs it", remedy=remedy)
    if form == "moodle" and {"into", "identifier"} <= set(options):
        raise UsageError("--identifier is nothing for a worksheet", remedy="Leave it out: worksheets have their own.")
    if form == "gradescope" and "student" not in options and out is None:
        remedy = "Name one with --student ID, or a folder for all of them with --out FOLDER."
        raise UsageError("gradescope has a file for each student", remedy=remedy)
    if out is not None and "into" in options and out.resolve() == options["into"].resolve():
        remedy = "Name another file with --out: yours holds more than what goes back."
        raise UsageError("that would replace the file that you downloaded", where=str(out), remedy=remedy)


def expect_student(student: str, known: Sequence[str]) -> None:
    """Raise a `UsageError` with the nearest id if there is no such student."""
    if student not in known:
        remedy = did_you_mean(student, known) or "The CSV export lists all of them."
        raise UsageError(f"there is no student `{visible(student)}` in the gradebook", remedy=remedy)


def export(form: str, order: Order, standings: Iterable[Standing], tell: Callable[[str], None]) -> Iterable[bytes]:
    """Return the parts of an export; `tell` gets, line by line, what a teacher should know of it."""
    if form == "json":
        return to_json(order.course, standings, order.language, order.isolation)
    if form == "csv":
        return to_csv(order.course, standings)
    if form == "junit":
        return to_junit(order.course, standings, order.language, order.when)
    if form == "canvas":
        return _canvas(order, standings, tell)
    if form == "moodle":
        return _moodle(order, standings, tell)
    return (_gradescope(order, row) for row in _rows(standings))


def write_gradescope(order: Order, standings: Iterable[Standing], folder: Path) -> int:
    """Write a file for each student into a folder, in place of earlier ones, and return how many they are."""
    count = 0
    with replaced_folder(folder, "export") as new:
        for row in _rows(standings):
            (new / gradescope.file_name(row[0].student)).write_bytes(_gradescope(order, row))
            count += 1
    return count


def _canvas(order: Order, standings: Iterable[Standing], tell: Callable[[str], None]) -> Iterable[bytes]:
    assert order.into is not None
    book = canvas.Gradebook(read_sheet(order.into, order.encoding))
    most = _most(order)
    column = book.add(order.new_column or _title(order), most) if order.column is None else book.find(order.column)
    given = grades(standings, order.scale)
    filling = fill(book.sheet, column, book.people(column), given, plain_number, zeros=order.zeros)
    _expect_somebody(filling, order.into)
    _tell_all(filling, order.into, tell)
    points = book.points_possible(column)
    if points is not None and abs(points - most) > 0.005:
        shown = plain_number(points)
        tell(f"  Canvas gives {shown} points for it, these are out of {plain_number(most)}: --scale {shown}")
    return written(book.to_import(column))


def _moodle(order: Order, standings: Iterable[Standing], tell: Callable[[str], None]) -> Iterable[bytes]:
    given = grades(standings, order.scale)
    if order.into is None:
        if order.identifier not in moodle.IDENTIFIERS:
            remedy = f"There are: {', '.join(moodle.IDENTIFIERS)}."
            raise UsageError(f"Moodle knows nobody by `{order.identifier}`", remedy=remedy)
        kept = list(given)
        left_out = [each.student for each in kept if each.open]
        if left_out:
            tell(f"left out, since not decided yet (run `grade run` again): {listed(left_out)}")
        tell("Moodle refuses the whole file if one id in it is unknown there")
        return moodle.grade_import(kept, order.identifier, _title(order), zeros=order.zeros)
    worksheet = moodle.Worksheet(read_sheet(order.into, order.encoding))
    kept = list(given)
    moodle.expect_within(kept, worksheet.maximum(), str(order.into))
    filling = fill(worksheet.sheet, worksheet.grade, worksheet.people(), kept, worksheet.number(), zeros=order.zeros)
    _expect_somebody(filling, order.into)
    _tell_all(filling, order.into, tell)
    maximum, most = worksheet.maximum(), _most(order)
    if maximum is not None and abs(maximum - most) > 0.005:
        shown = plain_number(maximum)
        tell(f"  Moodle's maximum is {shown}, these are out of {plain_number(most)}: --scale {shown}")
    return written(worksheet.to_import())


def _gradescope(order: Order, row: list[Standing]) -> bytes:
    return gradescope.results_json(
        order.course, row, order.language, order.when, order.scale, after_published=order.after_published
    )


def _rows(standings: Iterable[Standing]) -> Iterator[list[Standing]]:
    for _, group in itertools.groupby(standings, key=lambda each: each.student):
        yield list(group)


def _most(order: Order) -> float:
    """Return how many points there are for all the exercises of the export."""
    return order.scale if order.scale is not None else sum(each.max_score for each in order.course.exercises.values())


def _title(order: Order) -> str:
    """Return what the grade is for: the one exercise, or the course."""
    exercises = list(order.course.exercises.values())
    return named(exercises[0].title if len(exercises) == 1 else order.course.title, order.language)


def _expect_somebody(filling: Filling, table: Path) -> None:
    """Raise a `UsageError` if no row of the table is that of anybody who handed something in."""
    if not filling.rows:
        raise UsageError("there is no student in it", where=str(table), remedy="Export it again for the whole class.")
    others = (filling.nothing, filling.open, filling.locked, filling.refused)
    if not filling.filled and not any(others) and filling.strangers:
        here, there = filling.strangers[0], filling.without[0] if filling.without else "nobody"
        remedy = f"Here ids are like `{here}`, there like {there}; the folders of submissions have to be named alike."
        raise UsageError("no row fits any student of the gradebook", where=str(table), remedy=remedy)


def _tell_all(filling: Filling, table: Path, tell: Callable[[str], None]) -> None:
    for line in remarks(filling, str(table)):
        tell(line)
