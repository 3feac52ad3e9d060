"""One pass over a class: what is new is graded, what is known is kept.

How it works: everything handed in goes into the gradebook first; the gradebook then says which codes have no result for
the present version of their exercise. Only these travel to the workers, in batches of one exercise, and each batch is
stored as it comes back. So a second pass grades nothing and imports no torch, and a pass that was killed goes on where it
stopped.
"""

import importlib.metadata
import math
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

import grader
from grader.cluster import Cluster
from grader.course import Course, secret
from grader.errors import IsolationError
from grader.gradebook import Gradebook, new_run
from grader.model import Exercise, Numbers, Record, Submission
from grader.sandbox import isolation
from grader.variants import encode
from grader.workers import Batch, Pool

MAX_BATCH, MIN_BATCH = 64, 4
READ_AT_ONCE = 500


class Options(Record, frozen=True):
    """How a pass is made. `exercises` limits it to these slugs (empty: all).

    `variants` are the students' own numbers by exercise and student; who is not there has the default variant.
    """

    jobs: int = 1
    exercises: tuple[str, ...] = ()
    regrade: bool = False
    require_isolation: str = isolation.REDUCED
    variants: dict[str, dict[str, Numbers]] = {}


class Pass(Record, frozen=True):
    """What a pass did: submissions seen, codes graded, and how they were isolated.

    `strangers` are by exercise those who were given no numbers of their own although others were: perhaps under another name.
    """

    seen: int
    graded: int
    isolation: str
    missing_layers: tuple[str, ...] = ()
    strangers: dict[str, list[str]] = {}


class Progress:
    """What a pass tells while it runs; the methods do nothing here."""

    def reading(self, student: str) -> None:
        """One more submission of `student` has been read."""

    def starting(self, total: int) -> None:
        """There are `total` codes to grade; the workers are being started."""

    def graded(self, count: int) -> None:
        """`count` more codes have been graded and stored."""


def grade_class(
    course: Course,
    submissions: Iterable[Submission],
    gradebook: Gradebook,
    options: Options,
    progress: Progress,
    open_pool: Callable[[int, bytes], Pool | Cluster] = Pool,
) -> Pass:
    """Store what was handed in, grade what has no result yet, and return what was done."""
    exercises = {
        slug: exercise
        for slug, exercise in course.exercises.items()
        if not options.exercises or slug in options.exercises
    }
    before = gradebook.last_run()
    run = gradebook.begin_run(
        new_run(before.isolation if before else "", before.missing_layers if before else (), versions())
    )
    strangers: dict[str, list[str]] = {}
    wanted = (each for each in submissions if not each.exercise or each.exercise in exercises)
    seen = _store(gradebook, run, _with_numbers(wanted, options.variants, strangers), progress)
    keys = {slug: gradebook.ungraded(run, exercise, regrade=options.regrade) for slug, exercise in exercises.items()}
    total = sum(map(len, keys.values()))
    if not total:
        return Pass(seen=seen, graded=0, isolation=before.isolation if before else "", strangers=strangers)
    progress.starting(total)
    with open_pool(min(options.jobs, total), secret(course)) as pool:
        ready = pool.wait()
        level, missing = isolation.level_of(ready.layers, ready.broken)
        expect_isolation(level, missing, options.require_isolation, ready.reasons)
        gradebook.set_isolation(run, level, missing)
        for batch, results in pool.grade(_batches(gradebook, exercises, keys, options.jobs)):
            gradebook.add_results(run, results)
            progress.graded(len(batch.submissions))
    return Pass(seen=seen, graded=total, isolation=level, missing_layers=missing, strangers=strangers)


def with_variant(submission: Submission, variants: Mapping[str, Mapping[str, Numbers]]) -> Submission:
    """Return a submission with its student's own numbers, if there are any."""
    numbers = variants.get(submission.exercise, {}).get(submission.student)
    return submission if numbers is None else replace(submission, variant=encode(numbers))


def expect_isolation(
    level: str, missing: tuple[str, ...], required: str, reasons: Mapping[str, str] | None = None
) -> None:
    """Raise an `IsolationError` if `level` is below what is required."""
    ranks = (isolation.NONE, isolation.REDUCED, isolation.FULL)
    if ranks.index(level) < ranks.index(required):
        ways = isolation.ways_to_get(missing, reasons or {})
        more = "" if required == isolation.FULL else " Or, if you trust every submission: --trust-submissions."
        raise IsolationError(
            f"isolation here is `{level}` (missing: {', '.join(missing)}), and `{required}` is asked for",
            remedy=f"Get {ways}.{more}",
        )


def versions() -> dict[str, str]:
    """Return the versions that results depend on, without importing them."""
    return {
        "grader": grader.__version__,
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
    }


def _with_numbers(
    submissions: Iterable[Submission],
    variants: Mapping[str, Mapping[str, Numbers]],
    strangers: dict[str, list[str]],
) -> Iterator[Submission]:
    """Yield submissions with their students' own numbers, and note who has none where others have some."""
    for each in submissions:
        if (given := variants.get(each.exercise)) and each.student not in given:
            strangers.setdefault(each.exercise, []).append(each.student)
        yield with_variant(each, variants)


def _store(gradebook: Gradebook, run: int, submissions: Iterable[Submission], progress: Progress) -> int:
    waiting: list[Submission] = []
    seen = 0
    for submission in submissions:
        seen += 1
        progress.reading(submission.student)
        waiting.append(submission)
        if len(waiting) >= READ_AT_ONCE:
            gradebook.add_submissions(run, waiting)
            waiting = []
    gradebook.add_submissions(run, waiting)
    return seen


def _batches(
    gradebook: Gradebook, exercises: Mapping[str, Exercise], keys: Mapping[str, list[tuple[str, str]]], jobs: int
) -> Iterator[Batch]:
    """Yield batches of one exercise: large enough that pytest's own cost disappears, small enough to share the work.

    They get smaller towards the end, so that no worker still holds a large one full of endless loops when the others
    have nothing left to do.
    """
    left = sum(map(len, keys.values()))
    for slug, wanted in keys.items():
        start = 0
        while start < len(wanted):
            size = min(MAX_BATCH, max(MIN_BATCH, math.ceil(left / (4 * jobs))))
            codes = gradebook.codes(exercises[slug], wanted[start : start + size])
            yield Batch(exercise=exercises[slug], submissions=tuple(codes))
            start, left = start + size, left - len(codes)
