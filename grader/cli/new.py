"""`grade new`: begin an exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="new",
        short_help="Begin a new exercise, or a new course.",
        epilog='Example: grade new weighted_mean --unit "Losses"',
    )(new)


def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Its name, as in `weighted_mean`.")],
    unit: Annotated[str | None, typer.Option(metavar="TITLE", help="The unit of the course that it ends.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", metavar="DIR", help="Where the course is, or a new one is to be.")
    ] = None,
) -> None:
    """Lay out a new exercise: task, stub, checks, feedback, a right and two wrong answers, all to be rewritten.

    Without --course it goes into the course around this folder; where there is none, a new course begins here.
    """
    import os

    from grader.cli.terminal import output, remark
    from grader.findcourse import course_around
    from grader.newexercise import make_exercise

    root = course or course_around(Path.cwd()) or Path.cwd()
    for path in make_exercise(root.resolve(), slug, unit):
        output(f"  + {os.path.relpath(path)}")
    option = f" --course {course}" if course else ""
    remark(f"Next: rewrite them, then: grade stubs{option}, and: grade verify{option} -e {slug}")
