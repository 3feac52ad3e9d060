"""`grade report`: pages for the teacher."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CourseOption, GradebookOption, LanguageOption, language, open_course


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="report", epilog="Example: grade report --gradebook spring.db --out report")(report)


def report(
    gradebook: GradebookOption = "gradebook.db",
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the pages.")] = Path("report"),
    course: CourseOption = None,
    lang: LanguageOption = None,
) -> None:
    """Write a page for the class and one for each student: static files that open from disk."""
    from grader.cli.terminal import output
    from grader.gradebook import Gradebook
    from grader.reports.material import read_class
    from grader.reports.pages import write_report

    here = open_course(course)
    book = Gradebook(gradebook)
    try:
        index = write_report(here, read_class(here, book), out, language(lang))
    finally:
        book.close()
    output(str(index))
