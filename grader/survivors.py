"""Which mutants keep all points? Each survivor is a fault that no check would see in a student's answer.

How it works: each exercise's mutants go through the same workers as a class. A mutant that loses a point is killed, and graded
no further. One that keeps all is either named in `solutions/<slug>/equivalent.toml`, with the reason why it is no fault,
or it has survived, and a check is missing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from grader.course import Course
from grader.coursefiles import read_toml
from grader.model import Exercise, Outcome, Record, Result, Submission
from grader.mutants import Mutant, mutants
from grader.verify import BATCH, FULL_POINTS, NOISE, Broken, lost
from grader.workers import Batch, Pool

Text = Annotated[str, msgspec.Meta(min_length=1)]


class Equivalent(Record, frozen=True, forbid_unknown_fields=True):
    """A mutant that is no fault, and why: it answers as the reference does, or as well."""

    at: str
    was: str
    now: str
    reason: Text


class _EquivalentFile(Record, frozen=True, forbid_unknown_fields=True):
    equivalent: tuple[Equivalent, ...]


class Hunt(Record, frozen=True):
    """What became of an exercise's mutants; `survivors` keep all points though no reason is named."""

    exercise: str
    made: int
    killed: int
    equivalent: int
    survived: int
    survivors: tuple[Mutant, ...]
    broken: tuple[Broken, ...]


def all_mutants(course: Course) -> dict[str, list[Mutant]]:
    """Return the mutants of each exercise's reference."""
    return {slug: mutants(each.reference, f"solutions/{slug}/{slug}.py") for slug, each in course.exercises.items()}


def read_equivalents(course: Course) -> dict[str, tuple[Equivalent, ...]]:
    """Return for each exercise the mutants that are named equivalent."""
    root = Path(course.root)
    paths = {slug: root / "solutions" / slug / "equivalent.toml" for slug in course.exercises}
    return {
        slug: read_toml(root, path, _EquivalentFile).equivalent if path.exists() else () for slug, path in paths.items()
    }


def hunt(
    course: Course,
    made: dict[str, list[Mutant]],
    known: dict[str, tuple[Equivalent, ...]],
    pool: Pool,
    graded: Callable[[int], None],
) -> list[Hunt]:
    """Return what became of the mutants in the order of the course; `graded` hears how many more are done."""
    results: dict[str, dict[str, Result]] = {slug: {} for slug in made}
    for batch, done in pool.grade(_batches(course, made)):
        results[batch.exercise.slug] |= {
            submission.student: result for submission, result in zip(batch.submissions, done, strict=True)
        }
        graded(len(done))
    return [
        _hunt(course.exercises[slug], each, [results[slug][_name(index)] for index in range(len(each))], known[slug])
        for slug, each in made.items()
    ]


def _batches(course: Course, made: dict[str, list[Mutant]]) -> Iterator[Batch]:
    for slug, each in made.items():
        submissions = [
            Submission(student=_name(index), exercise=slug, cells=(mutant.source,), digest=_name(index))
            for index, mutant in enumerate(each)
        ]
        for start in range(0, len(submissions), BATCH):
            yield Batch(
                exercise=course.exercises[slug], submissions=tuple(submissions[start : start + BATCH]), brief=True
            )


def _name(index: int) -> str:
    return f"mutant/{index}"


def _hunt(exercise: Exercise, made: list[Mutant], results: list[Result], known: tuple[Equivalent, ...]) -> Hunt:
    named = {(each.at, each.was, each.now) for each in known}
    alive = {_key(mutant) for mutant, result in zip(made, results, strict=True) if _keeps_all_points(result)}
    survivors = tuple(mutant for mutant in made if _key(mutant) in alive - named)
    return Hunt(
        exercise=exercise.slug,
        made=len(made),
        killed=len(made) - len(alive),
        equivalent=len(alive & named),
        survived=len(survivors),
        survivors=survivors,
        broken=tuple(_broken(exercise, list(zip(made, results, strict=True)), known)),
    )


def _broken(exercise: Exercise, pairs: list[tuple[Mutant, Result]], known: tuple[Equivalent, ...]) -> Iterator[Broken]:
    """Yield the entries that are not true (any more), and the checks that break."""

    def broken(promise: str, detail: str) -> Broken:
        return Broken(exercise=exercise.slug, promise=promise, detail=detail)

    file = f"solutions/{exercise.slug}/equivalent.toml"
    by_key = {_key(mutant): result for mutant, result in pairs}
    for each in known:
        key = (each.at, each.was, each.now)
        what = f"{each.at}: `{each.was}` -> `{each.now}`"
        if key not in by_key:
            yield broken("equivalent mutants are there", f"{file} names one that is not made (any more): {what}")
        elif not _keeps_all_points(by_key[key]):
            yield broken("equivalent mutants keep all points", f"{what} loses some: {lost(by_key[key])}")
    for mutant, result in pairs:
        if any(check.outcome is Outcome.GRADER_FAULT for check in result.checks):
            what = f"line {mutant.line}: `{mutant.was}` -> `{mutant.now}`"
            yield broken("no check breaks", f"{what}: {lost(result)}\n{result.fault}")


def _key(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.at, mutant.was, mutant.now


def _keeps_all_points(result: Result) -> bool:
    return sum(check.points for check in result.checks) > FULL_POINTS - NOISE
