"""`grade export`: results for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CourseOption, GradebookOption, LanguageOption, language, open_course

FORMATS = ("json", "csv")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="export", epilog="Example: grade export csv --out grades.csv")(export)


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="json or csv.")],
    gradebook: GradebookOption = "gradebook.db",
    course: CourseOption = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout.")] = None,
    lang: LanguageOption = None,
) -> None:
    """Print each student's scores, checks and feedback in a format that another program reads."""
    from grader.errors import UsageError
    from grader.gradebook import Gradebook
    from grader.reports.exports import to_csv, to_json
    from grader.reports.standings import standings

    if form not in FORMATS:
        raise UsageError(f"no export format `{form}`", remedy=f"There are: {', '.join(FORMATS)}.")
    here = open_course(course)
    book = Gradebook(gradebook)
    try:
        rows = standings(here, book)
        last = book.last_run()
        isolation = last.isolation if last else ""
        content = to_json(here, rows, language(lang), isolation) if form == "json" else to_csv(here, rows)
    finally:
        book.close()
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        out.write_bytes(content)
