"""`grade stubs`: make the stubs from the references."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli.options import CourseOption, open_course


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="stubs",
        short_help="Make the stubs of all exercises from their references.",
        epilog="Example: grade stubs --check",
    )(stubs)


def stubs(
    course: CourseOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a stub is out of date.")] = False,
) -> None:
    """Make the stub and the notebook stub of each exercise from its reference."""
    from pathlib import Path

    from grader.cli.terminal import output
    from grader.stubs import out_of_date, write_stubs

    here = open_course(course)
    changed = out_of_date(here) if check else write_stubs(here)
    for path in changed:
        output(str(path.relative_to(Path(here.root))))
    if not changed:
        output("all stubs are up to date")
    elif check:
        raise typer.Exit(1)
