"""`grade release`: what students receive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CourseOption, open_course, open_roster


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="release",
        short_help="Write what students receive, without any solution.",
        epilog="Example: grade release --roster class.csv --out handout --zip",
    )(release)


def release(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where it goes: a new folder, or an earlier release.")],
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The class: student ids one a line, or a CSV.")
    ] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="Zips instead of folders.")] = False,
    course: CourseOption = None,
) -> None:
    """Write what students receive, without anything of solutions/.

    With a roster, each student's copy has their own numbers where an exercise has such; solutions/variants.toml keeps
    them for grading, and a later release gives the same ones again.
    """
    from grader.cli.terminal import counted, number_of, output, remark
    from grader.release import release as write

    here = open_course(course)
    listed = open_roster(roster) if roster else None
    done = write(here, out, listed, zipped=zipped, counted=lambda students: counted(students, "releasing"))
    exercises = number_of(done.exercises, "exercise")
    if done.students:
        what = "zip" if zipped else "folder"
        output(f"{exercises} for {number_of(done.students, 'student')}, a {what} for each, in {out}")
        output(f"own numbers: {', '.join(done.varying)}")
        remark("keep solutions/variants.toml: `grade run` compares with the numbers in it")
    else:
        output(f"{exercises} in {out}, the same for all")
        if done.varying:
            remark(f"the default numbers in {', '.join(done.varying)}; with --roster FILE each student gets their own")
        elif listed:
            remark("no exercise has numbers of one's own: everybody receives the same")
