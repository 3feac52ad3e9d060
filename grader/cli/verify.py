"""`grade verify`: does the course keep its promises?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, JobsOption, job_count, known_exercises, open_course

if TYPE_CHECKING:
    from grader.verify import Report

FAMILIES = ("right", "wrong", "refused", "blind")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="verify", epilog="Example: grade verify -e weighted_cross_entropy --seed 7")(verify)


def verify(
    course: CourseOption = None,
    exercise: Annotated[
        list[str] | None, typer.Option("--exercise", "-e", metavar="SLUG", help="Only this one (repeatable).")
    ] = None,
    jobs: JobsOption = None,
    seed: Annotated[str, typer.Option(metavar="TEXT", help="Other inputs for the checks.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Prove the checks: right answers keep all points, wrong ones lose some and are told apart, stubs get none.

    Exits 1 if any promise is broken, with a line for each.
    """
    import time

    import msgspec

    from grader.cli.terminal import output, remark
    from grader.errors import UsageError
    from grader.verify import verify as run
    from grader.workers import Pool

    whole = open_course(course)
    if not any(each.reference for each in whole.exercises.values()):
        remedy = "Name a course that has some with --course DIR; what students install and receive has none."
        raise UsageError("there are no solutions to verify with", where=whole.root, remedy=remedy)
    here = open_course(course, known_exercises(whole, exercise)) if exercise else whole
    started = time.monotonic()
    width = max(len(slug) for slug in here.exercises)

    def show(report: Report) -> None:
        counts = "  ".join(f"{report.tried.get(family, 0):4} {family}" for family in FAMILIES)
        verdict = "ok" if not report.broken else f"{len(report.broken)} broken"
        output(f"{report.exercise:<{width}}  {counts}   {verdict}")
        sys.stdout.flush()
        for broken in report.broken:
            output(f"    {broken.promise}: {broken.detail}")

    remark(f"verifying {len(here.exercises)} exercises; importing torch ...")
    with Pool(job_count(jobs), seed.encode()) as pool:
        reports = run(here, pool, (lambda report: None) if json else show, seed.encode())
    broken = sum(len(report.broken) for report in reports)
    if json:
        output(msgspec.json.encode(reports).decode())
    else:
        tried = sum(sum(report.tried.values()) for report in reports)
        promises = "all promises kept" if not broken else f"{broken} promises broken"
        output(f"{tried} answers to {len(reports)} exercises in {time.monotonic() - started:.0f} s: {promises}")
    if broken:
        raise typer.Exit(1)
