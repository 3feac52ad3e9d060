"""`grade report`: pages for the teacher, and feedback for students."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, GradebookOption, LanguageOption, language, open_course

if TYPE_CHECKING:
    from grader.course import Course
    from grader.reports.material import Material


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="report",
        short_help="Write pages for the teacher, or feedback for students.",
        epilog="Example: grade report --gradebook spring.db --out report",
    )(report)


def report(
    gradebook: GradebookOption = "gradebook.db",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder for the files (default: report, or feedback).")
    ] = None,
    course: CourseOption = None,
    lang: LanguageOption = None,
    feedback: Annotated[
        bool,
        typer.Option(
            "--feedback",
            help="Write what students may read instead: a page and a Markdown file each, without what is hidden.",
        ),
    ] = False,
    anonymous: Annotated[
        bool,
        typer.Option(
            "--anonymous",
            help="Put pseudonyms in place of students' ids, also in paths. Code, its comments and what it printed stay as"
            " they are: names in them are left alone.",
        ),
    ] = False,
) -> None:
    """Write a page for the class, for each exercise and for each student: static files that open from disk."""
    from grader.cli.terminal import CountBar, output
    from grader.errors import UsageError
    from grader.gradebook import Gradebook
    from grader.reports.alike import find_equal_work
    from grader.reports.feedback import write_feedback
    from grader.reports.material import read_class
    from grader.reports.pages import write_report

    if feedback and anonymous:
        remedy = "Leave out --anonymous: each student reads of nobody else."
        raise UsageError("--feedback goes to students, who have no pseudonyms", remedy=remedy)
    here, reader = open_course(course), language(lang)
    book = Gradebook(gradebook)
    try:
        equal = []
        # Who is like whom is for the teacher alone.
        if not feedback and not anonymous:
            with CountBar("exercises compared", len(here.exercises)) as bar:
                equal = find_equal_work(here, book, progress=bar.show)
        material = read_class(here, book, with_code=not feedback)
        with CountBar("students", len(material.students)) as bar:
            if feedback:
                written = write_feedback(here, material, out or Path("feedback"), reader, progress=bar.show)
            else:
                shown = _without_names(here, material) if anonymous else material
                folder = out or Path("report")
                written = write_report(here, shown, folder, reader, equal=equal, anonymous=anonymous, progress=bar.show)
    finally:
        book.close()
    output(str(written))


def _without_names(course: Course, material: Material) -> Material:
    import secrets

    from grader.cli.terminal import remark
    from grader.course import secret
    from grader.reports.pseudonyms import pseudonyms, without_names

    key = secret(course)
    if not key:
        remark("this course has no solutions/ to keep a secret in: the pseudonyms are other ones in each report")
    return without_names(material, pseudonyms(material.students, key or secrets.token_bytes(32)))
