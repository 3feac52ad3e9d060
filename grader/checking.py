"""A student's own files -> what the public checks say of them.

Hidden checks are left out before anything runs, also where they lie beside the course. torch is imported only once a file
is there that can be checked.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.checker import Checker
from grader.errors import UsageError
from grader.homework import Homework, LastCheck, Memory, count_hint, digest_of_checks
from grader.intake import read_file
from grader.model import Exercise, Limits, Outcome, Record, Result, Submission
from grader.translation import message
from grader.variantfiles import read_numbers
from grader.variants import encode
from grader.workfolder import Work

# A student's machine may be slow or busy, and the one check that a person waits for has no neighbour that it could delay.
TIME_FACTOR = 2


class Checked(Record, frozen=True):
    """A student's file and its result; without a result its own `problem` says why it could not be read."""

    exercise: Exercise
    submission: Submission
    asked: str
    other: str = ""
    result: Result | None = None


def check_work(exercises: Mapping[str, Exercise], works: Sequence[Work], language: str) -> Iterator[Checked]:
    """Yield each file with what the public checks of its exercise say, in the order given."""
    expect_system(language)
    read = [read_work(public_part(exercises[work.slug]), work) for work in works]
    to_run = [each for each in read if each.submission.problem is None]
    if not to_run:
        yield from read
        return
    texts = [text for each in to_run for text in (*each.submission.cells, *each.exercise.check_files.values())]
    checker = Checker(texts)
    try:
        for each in read:
            yield check_one(checker, each)
    finally:
        checker.close()


def check_one(checker: Checker, read: Checked) -> Checked:
    """Return a file with its result; one that could not be read stays as it is."""
    if read.submission.problem is not None:
        return read
    result = checker.check(with_more_time(read.exercise), read.submission)
    return msgspec.structs.replace(read, result=result)


def expect_system(language: str) -> None:
    """Raise a `UsageError` where processes can't be forked: on Windows."""
    if not hasattr(os, "fork"):
        raise UsageError(message("errors.no_system", language), remedy=message("errors.no_system_remedy", language))


def remember_check(homework: Homework, checked: Checked, hints_shown: Sequence[str] = ()) -> None:
    """Remember how a file's checks ended, and which first hints were read with it.

    Nothing is lost where that can't be written: the next command has to check again.
    """
    slug, result = checked.exercise.slug, checked.result
    if result is None or result.provisional:
        return
    failed = tuple(each.check for each in result.checks if each.outcome is not Outcome.PASSED)
    last = LastCheck(
        code=result.code_digest,
        checks=digest_of_checks(checked.exercise.check_files["test_public.py"]),
        passed=len(result.checks) - len(failed),
        of=len(result.checks),
        failed=failed,
    )

    def change(memory: Memory) -> Memory:
        for name in hints_shown:
            memory = count_hint(memory, slug, name, 1)
        return msgspec.structs.replace(memory, recent=slug, checked=memory.checked | {slug: last})

    homework.remember(change)


def public_part(exercise: Exercise) -> Exercise:
    """Return the exercise with its public checks alone."""
    return msgspec.structs.replace(
        exercise,
        checks=tuple(check for check in exercise.checks if not check.hidden),
        check_files={"test_public.py": exercise.check_files["test_public.py"]},
    )


def with_more_time(exercise: Exercise) -> Exercise:
    """Return the exercise with limits for a student's own machine."""
    limits = exercise.limits
    longer = {
        field: getattr(limits, field) * TIME_FACTOR
        for field in Limits.__struct_fields__
        if field.startswith("seconds_")
    }
    return msgspec.structs.replace(exercise, limits=msgspec.structs.replace(limits, **longer))


def read_work(exercise: Exercise, work: Work) -> Checked:
    """Return a student's file before any check has run."""
    path = Path(os.path.relpath(work.path))
    submission = read_file(path, "", work.slug, exercise.limits)
    submission = msgspec.structs.replace(submission, variant=own_variant(exercise, path.parent))
    return Checked(exercise=exercise, submission=submission, asked=work.asked, other=work.other_name)


def own_variant(exercise: Exercise, folder: Path) -> str:
    """Return the variant that lies beside an answer, "" where it is that of the course."""
    if not exercise.numbers:
        return ""
    own = read_numbers(folder, folder)
    return encode(own) if own.keys() == exercise.numbers.keys() and own != exercise.numbers else ""
