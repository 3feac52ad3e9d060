"""`grade run`: grade a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import (
    CourseOption,
    GradebookOption,
    JobsOption,
    LanguageOption,
    job_count,
    known_exercises,
    language,
    open_course,
    open_roster,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.cluster import Cluster
    from grader.course import Course
    from grader.gradebook import Gradebook
    from grader.grading import Pass
    from grader.model import Standing
    from grader.workers import Pool

MAX_PROBLEM_LINES = 20
MAX_NAMES = 8


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="run",
        short_help="Grade what a class handed in: what is new or has changed.",
        epilog="Example: grade run submissions/ --gradebook spring.db",
    )(run)


def run(
    submissions: Annotated[
        Path, typer.Argument(metavar="SUBMISSIONS", help="A folder with a folder or zip for each student.")
    ],
    gradebook: GradebookOption = "gradebook.db",
    course: CourseOption = None,
    exercise: Annotated[
        list[str] | None, typer.Option("--exercise", "-e", metavar="SLUG", help="Only this one (repeatable).")
    ] = None,
    jobs: JobsOption = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade on the workers of a Dask scheduler.")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The class: student ids one a line, or a CSV.")
    ] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade again what has a result already.")] = False,
    require_isolation: Annotated[
        str, typer.Option(metavar="full|reduced", help="Refuse to run below this level.")
    ] = "reduced",
    trust_submissions: Annotated[
        bool, typer.Option("--trust-submissions", help="Run even where nothing isolates the submissions.")
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Grade what a class handed in; what is unchanged since the last run is not graded again."""
    from grader.cli.terminal import ProgressBar, remark
    from grader.gradebook import Gradebook
    from grader.grading import Options, grade_class
    from grader.intake import find_students, read_submissions
    from grader.stubs import stub_digests
    from grader.variantfiles import read_given_out

    speech, here = language(lang), open_course(course)
    given_out = read_given_out(Path(here.root), here.exercises)
    options = Options(
        jobs=job_count(jobs),
        exercises=known_exercises(here, exercise or ()),
        regrade=regrade,
        require_isolation="none" if trust_submissions else _level(require_isolation),
        variants=given_out,
    )
    # Before the gradebook is made: a mistyped folder should leave no file behind.
    students = find_students(submissions)
    listed = open_roster(roster).students if roster else []
    book = Gradebook(gradebook, create=True)
    try:
        book.add_students([*students, *listed])
        handed_in = read_submissions(submissions, here.exercises, stub_digests(here, given_out))
        with ProgressBar() as progress:
            done = grade_class(here, handed_in, book, options, progress, _workers(cluster))
        _tell_strangers(done.strangers)
        summarize(here, book, done, gradebook, speech)
    except KeyboardInterrupt:
        remark("\nwhat is graded so far is kept; `grade run` goes on from there")
        raise
    finally:
        book.close()


def summarize(course: Course, book: Gradebook, done: Pass, place: str, lang: str) -> None:
    """Print how the class stands, what needs a teacher's eye, and what to do next."""
    from grader.cli.terminal import number_of, output, remark
    from grader.reports.attention import may_need_a_look
    from grader.reports.standings import brief_standings
    from grader.scoring import summarize_class

    remarkable: list[Standing] = []

    def noting() -> Iterator[Standing]:
        for each in brief_standings(course, book):
            if may_need_a_look(each):
                remarkable.append(each)
            yield each

    summary = summarize_class(noting())
    unchanged = done.seen - done.graded
    seen, students = number_of(done.seen, "submission"), number_of(summary.students, "student")
    output(f"{seen} of {students}: {done.graded} graded, {unchanged} unchanged or equal")
    # What nobody has handed in yet is not due yet: it would make every mean look low.
    max_score = sum(course.exercises[slug].max_score for slug in summary.played)
    output(
        f"mean {summary.mean:.1f} of {max_score:g}, median {summary.median:.1f} ({number_of(len(summary.played), 'exercise')})"
    )
    problems = list(_problems(remarkable, book, course, lang))
    if problems:
        output(f"\n{len(problems)} need{'s' if len(problems) == 1 else ''} a look:")
        for line in problems[:MAX_PROBLEM_LINES]:
            output(f"  {line}")
        if len(problems) > MAX_PROBLEM_LINES:
            output(f"  ... and {len(problems) - MAX_PROBLEM_LINES} more; the report lists them all")
    if done.isolation and done.isolation != "full":
        remark(f"\nisolation: {done.isolation} (missing: {', '.join(done.missing_layers) or 'see grade doctor'})")
    option = "" if place == "gradebook.db" else f" --gradebook {place}"
    remark(f"\nnext: grade report{option} --out report      or: grade export csv{option}")


def _tell_strangers(strangers: Mapping[str, list[str]]) -> None:
    """Tell who was given no numbers, and has perhaps handed in under another name."""
    from grader.cli.terminal import remark

    for slug, students in strangers.items():
        more = f" and {len(students) - MAX_NAMES} more" if len(students) > MAX_NAMES else ""
        who = ", ".join(students[:MAX_NAMES]) + more
        remark(f"{slug}: not in solutions/variants.toml, compared with the default numbers: {who}")


def _workers(cluster: str | None) -> Callable[[int, bytes], Pool | Cluster]:
    """Return what opens the workers: this machine's, or those of a cluster."""
    if cluster is None:
        from grader.workers import Pool

        return Pool
    from grader.cluster import Cluster

    return lambda jobs, secret: Cluster(cluster, secret)


def _level(name: str) -> str:
    from grader.errors import UsageError

    if name not in ("full", "reduced"):
        raise UsageError(f"no isolation level `{name}`", remedy="There are: full, reduced.")
    return name


def _problems(class_standings: Iterable[Standing], book: Gradebook, course: Course, lang: str) -> Iterable[str]:
    from grader.reports.attention import attention

    for each in attention(course, class_standings, book.misnamed(), lang):
        yield f"{each.student}  {each.exercise or each.path}: {each.sentence}"
