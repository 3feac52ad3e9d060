"""`grade export`: results for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli.options import (
    CourseOption,
    GradebookOption,
    LanguageOption,
    known_exercises,
    language,
    open_course,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.cli.terminal import CountBar
    from grader.model import Standing

EXAMPLES = """Example: grade export csv --out grades.csv

\b
One for each format:
  grade export json > results.json
  grade export csv --out grades.csv
  grade export canvas -e mlp --into gradebook.csv --column "Homework 1 (123456)" --out import.csv
  grade export canvas --into gradebook.csv --new-column "PyTorch" --scale 100 --out import.csv
  grade export moodle -e mlp --identifier email --out grades.csv
  grade export moodle -e mlp --into worksheet.csv --scale 100 --out filled.csv
  grade export gradescope --student ada --out results.json
  grade export gradescope --out results        (a folder with a file for each student)
  grade export junit --out results.xml
"""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="export", short_help="Print grades for other programs: CSV, Canvas, Moodle and more.", epilog=EXAMPLES
    )(export)


def export(
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="json, csv, canvas, moodle, gradescope or junit.", show_default=False),
    ],
    gradebook: GradebookOption = "gradebook.db",
    course: CourseOption = None,
    exercise: Annotated[
        list[str] | None, typer.Option("--exercise", "-e", metavar="SLUG", help="Only this one (repeatable).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout; all of it or nothing.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="canvas, moodle: the gradebook or grading worksheet as you downloaded it."),
    ] = None,
    column: Annotated[
        str | None, typer.Option(metavar="NAME", help="canvas: the column to fill, by its title or `Title (id)`.")
    ] = None,
    new_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="canvas: make a column (default: named by exercise or course).")
    ] = None,
    identifier: Annotated[
        str | None, typer.Option(metavar="NAME", help="moodle: what ids are: username (default), email or idnumber.")
    ] = None,
    student: Annotated[str | None, typer.Option(metavar="ID", help="gradescope: only this student.")] = None,
    after_published: Annotated[
        bool, typer.Option("--after-published", help="gradescope: hidden checks show with the grades, not never.")
    ] = False,
    scale: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.01, help="canvas, moodle, gradescope: grades out of N points."),
    ] = None,
    zeros: Annotated[
        bool, typer.Option("--zeros", help="canvas, moodle: 0 for those who handed in nothing, instead of no grade.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="canvas, moodle: the encoding of --into FILE, if not UTF-8.")
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Print each student's scores, checks and feedback in a format that another program reads.

    A row of a Canvas gradebook is a student's if SIS Login ID, SIS User ID or ID is the student's id here (case does not
    count), else if the part of a login before its @, or the name, is; one of a Moodle worksheet by Identifier, Email
    address, ID number or Username, else by the email before its @, or the name. Where more than one fits, none is
    filled. What was filled, what was not and why goes to stderr.
    """
    from grader.cli.terminal import CountBar, remark
    from grader.gradebook import Gradebook
    from grader.reports.exporting import BRIEF, Order, expect_fitting, expect_student, only, write_gradescope
    from grader.reports.exporting import export as parts_of
    from grader.reports.standings import brief_standings, standings, standings_of
    from grader.reports.wholefile import write_whole

    given: dict[str, Any] = {
        "into": into,
        "column": column,
        "new_column": new_column,
        "encoding": encoding,
        "zeros": zeros,
        "identifier": identifier,
        "student": student,
        "after_published": after_published,
        "scale": scale,
    }
    options = {name: value for name, value in given.items() if value not in (None, False)}
    expect_fitting(form, options, out)
    here = open_course(course)
    here = only(here, known_exercises(here, exercise or ()))
    book = Gradebook(gradebook)
    try:
        last = book.last_run()
        order = Order(
            course=here,
            language=language(lang),
            isolation=last.isolation if last else "",
            when=last.started_at if last else 0.0,
            **options,
        )
        if student is not None:
            expect_student(student, book.students())
            rows = standings_of(here, book, student)
        else:
            rows = brief_standings(here, book) if form in BRIEF else standings(here, book)
        # Told when the bar is gone.
        remarks: list[str] = []
        with CountBar("students exported", len(book.students())) as bar:
            # On a terminal the text itself shows how far it is.
            if out is not None or not sys.stdout.isatty():
                rows = _counted(rows, len(here.exercises), bar)
            if form == "gradescope" and student is None and out is not None:
                remarks.append(f"{write_gradescope(order, rows, out)} files in {out}")
            elif out is not None:
                write_whole(out, parts_of(form, order, rows, remarks.append))
            else:
                for part in parts_of(form, order, rows, remarks.append):
                    sys.stdout.buffer.write(part)
                sys.stdout.buffer.flush()
        for each in remarks:
            remark(each)
    finally:
        book.close()


def _counted(rows: Iterable[Standing], exercises: int, bar: CountBar) -> Iterator[Standing]:
    """Pass standings through, as many a student as there are exercises, and show how many students are done."""
    for number, each in enumerate(rows):
        bar.show(number // exercises)
        yield each
