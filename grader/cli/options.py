"""The options that several commands share, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Collection

    from grader.course import Course
    from grader.roster import Roster

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", metavar="DIR", help="The folder with exercises/ (default: found from here upwards)."),
]
GradebookOption = Annotated[
    str,
    typer.Option("--gradebook", metavar="FILE-or-URL", envvar="GRADE_GRADEBOOK", help="Where results are kept."),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="en|zh", help="The language of what you read (default: that of your system)."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes (default: one a core).")
]


def open_course(option: Path | None, only: Collection[str] | None = None) -> Course:
    """Return the course that a command works on."""
    from grader.course import read_course
    from grader.findcourse import find_course

    return read_course(find_course(option, Path.cwd()), only)


def known_exercises(course: Course, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the exercises named, or raise a `UsageError` with the nearest name."""
    from grader.errors import UsageError, did_you_mean

    slugs = [slug for unit in course.units for slug in unit.exercises]
    for slug in wanted:
        if slug not in slugs:
            remedy = did_you_mean(slug, slugs) or f"There are: {', '.join(slugs)}."
            raise UsageError(f"there is no exercise `{slug}`", remedy=remedy)
    return tuple(wanted)


def open_roster(path: Path) -> Roster:
    """Return the class that a file lists, and tell how it was read."""
    import sys

    from grader.cli.terminal import number_of
    from grader.roster import read_roster

    roster = read_roster(path)
    column = f", ids from the column `{roster.column}`" if roster.column else ""
    lines = [f"{path}: {number_of(len(roster.entries), 'student')}{column}"]
    if roster.repeated:
        lines.append(f"  listed more than once, taken once: {', '.join(roster.repeated)}")
    if roster.without_id:
        lines.append(f"  left out, without an id: {number_of(roster.without_id, 'line')}")
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201
    return roster


def language(option: str | None) -> str:
    """Return `en` or `zh`: as asked, else from the locale."""
    from grader.errors import UsageError
    from grader.translation import LANGUAGES, language_of_system

    if option is not None and option not in LANGUAGES:
        raise UsageError(f"no language `{option}`", remedy=f"There are: {', '.join(LANGUAGES)}.")
    return option or language_of_system()


def job_count(option: int | None) -> int:
    """Return the number of workers: as asked, else one a core that this process may use."""
    import os

    if option is not None:
        return option
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
