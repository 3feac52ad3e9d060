"""`grade verify`: does the course keep its promises?"""

from __future__ import annotations

import itertools
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, JobsOption, job_count, known_exercises, open_course

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from grader.course import Course
    from grader.survivors import Hunt
    from grader.verify import Report
    from grader.workers import Pool

SHOWN = ("right", "wrong", "refused", "blind")
FAMILIES = ("reference", "stub", *SHOWN, "variant", "neighbour")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="verify",
        short_help="Prove the checks with known right and wrong answers.",
        epilog="Example: grade verify -e weighted_cross_entropy --seed 7",
    )(verify)


def verify(
    course: CourseOption = None,
    exercise: Annotated[
        list[str] | None, typer.Option("--exercise", "-e", metavar="SLUG", help="Only this one (repeatable).")
    ] = None,
    jobs: JobsOption = None,
    seed: Annotated[str, typer.Option(metavar="TEXT", help="Other inputs for the checks.")] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="FAMILY", help=f"Only these answers: {', '.join(FAMILIES)} (repeatable)."),
    ] = None,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Instead of the known answers, grade references with one fault each.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Prove the checks: right answers keep all points, wrong ones lose some and are told apart, stubs get none.

    With --mutants: a reference that was changed in one place loses points too, or solutions/SLUG/equivalent.toml says why
    that is no fault. Exits 1 if any promise is broken, with a line for each.
    """
    from grader.errors import UsageError
    from grader.workers import Pool

    families = only or FAMILIES
    for family in families:
        if family not in FAMILIES:
            raise UsageError(f"no family of answers `{family}`", remedy=f"There are: {', '.join(FAMILIES)}.")
    if mutants and only:
        raise UsageError("--only chooses among the known answers, and --mutants grades none of them")
    whole = open_course(course)
    here = open_course(course, known_exercises(whole, exercise)) if exercise else whole
    if not any(each.reference for each in here.exercises.values()):
        remedy = "Name a course that has some with --course DIR; what students install and receive has none."
        raise UsageError("there are no solutions to verify with", where=here.root, remedy=remedy)
    count = job_count(jobs)
    if mutants:
        kept = _hunt(here, lambda: Pool(count, seed.encode()), json=json)
    else:
        kept = _verify(here, lambda: Pool(count, seed.encode()), seed.encode(), families, json=json)
    if not kept:
        raise typer.Exit(1)


def _verify(course: Course, pool: Callable[[], Pool], seed: bytes, families: Collection[str], *, json: bool) -> bool:
    """Grade the known answers; return whether all promises are kept."""
    import msgspec

    from grader.cli.terminal import CountBar, number_of, output, remark
    from grader.verify import verify as run

    started = time.monotonic()
    width = max(len(slug) for slug in course.exercises)

    def show(report: Report) -> None:
        counts = "  ".join(f"{report.tried.get(family, 0):4} {family}" for family in SHOWN)
        verdict = "ok" if not report.broken else f"{len(report.broken)} broken"
        output(f"{report.exercise:<{width}}  {counts}   {verdict}")
        sys.stdout.flush()
        for broken in report.broken:
            output(f"    {broken.promise}: {broken.detail}")

    remark(f"verifying {number_of(len(course.exercises), 'exercise')}; importing torch ...")
    done = itertools.count(1)
    with pool() as workers, CountBar("exercises verified", len(course.exercises)) as bar:
        reports = run(course, workers, (lambda report: bar.show(next(done))) if json else show, seed, families)
    broken = sum(len(report.broken) for report in reports)
    if json:
        output(msgspec.json.encode(reports).decode())
    else:
        tried = sum(sum(report.tried.values()) for report in reports)
        promises = "all promises kept" if not broken else f"{number_of(broken, 'promise')} broken"
        answers, exercises = number_of(tried, "answer"), number_of(len(reports), "exercise")
        output(f"{answers} to {exercises} in {time.monotonic() - started:.0f} s: {promises}")
    return not broken


def _hunt(course: Course, pool: Callable[[], Pool], *, json: bool) -> bool:
    """Grade the mutants of all references; return whether each is killed or named equivalent."""
    import msgspec

    from grader.cli.terminal import ProgressBar, output
    from grader.survivors import all_mutants, hunt, read_equivalents

    started = time.monotonic()
    made, known = all_mutants(course), read_equivalents(course)
    with ProgressBar() as progress, pool() as workers:
        progress.starting(sum(map(len, made.values())))
        hunts = hunt(course, made, known, workers, progress.graded)
    if json:
        output(msgspec.json.encode(hunts).decode())
    else:
        _show_hunts(hunts, time.monotonic() - started)
    return not any(each.survivors or each.broken for each in hunts)


def _show_hunts(hunts: Sequence[Hunt], seconds: float) -> None:
    """Print the counts of each exercise, its survivors, and what is broken."""
    from grader.cli.terminal import number_of, output

    width = max(len(each.exercise) for each in hunts)
    for each in hunts:
        counts = (
            f"{each.made:4} made  {each.killed:4} killed  {each.equivalent:4} equivalent  {each.survived:4} survived"
        )
        output(f"{each.exercise:<{width}}  {counts}   {f'{len(each.broken)} broken' if each.broken else ''}".rstrip())
        for mutant in each.survivors:
            output(f"    line {mutant.line}, {mutant.at}: {mutant.was}   ->   {mutant.now}")
        for broken in each.broken:
            output(f"    {broken.promise}: {broken.detail}")
    made, killed, equivalent, survived = (
        sum(getattr(each, what) for each in hunts) for what in ("made", "killed", "equivalent", "survived")
    )
    told = f"{killed} killed, {equivalent} equivalent, {survived} survived"
    output(f"{number_of(made, 'mutant')} of {number_of(len(hunts), 'reference')} in {seconds:.0f} s: {told}")
    if survived:
        output(
            "write a check that a survivor fails, or name it in solutions/<exercise>/equivalent.toml with the reason"
        )
