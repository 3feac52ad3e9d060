"""The records that travel through the program, in the order in which they come into being.

A course holds exercises, an exercise holds checks; what a student hands in becomes a `Submission`; a check
run on it gives a `CheckResult` with a `Finding`; all of them together are the `Result`. They are frozen data:
no record knows a file, a process or a language.
"""

from enum import StrEnum
from typing import Any

import msgspec

# A variant: the numbers that an exercise asks about, by name.
Numbers = dict[str, int | float]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen record that msgspec can write to and read from messages."""


class Outcome(StrEnum):
    """How a check ended on a submission."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"  # the student's code raised an exception
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"  # the student's process died
    REFUSED = "refused"  # a forbidden function was reached
    SKIPPED = "skipped"  # a check that this one depends on did not pass
    GRADER_FAULT = "grader_fault"  # ours: the points stay open, the next run repeats it


class Visibility(StrEnum):
    """When a student may see what a hidden check found."""

    HIDDEN = "hidden"
    AFTER_DUE = "after_due"
    VISIBLE = "visible"


class Check(Record, frozen=True):
    """One question that an exercise asks of a submission."""

    name: str
    points: float
    hidden: bool
    after: str | None = None
    visibility: Visibility = Visibility.HIDDEN


class Limits(Record, frozen=True):
    """What a submission may use; times in seconds of wall clock."""

    seconds_per_call: float = 2.0
    seconds_to_load: float = 5.0
    seconds_per_submission: float = 20.0
    extra_cpu_seconds: float = 2.0
    memory_bytes: int = 2 << 30
    source_bytes: int = 1 << 20
    notebook_bytes: int = 32 << 20


class Feedback(Record, frozen=True):
    """The words of one exercise in one language."""

    titles: dict[str, str]
    misconceptions: dict[str, str]
    hints: dict[str, list[str]]
    notes: dict[str, str] = {}


class Exercise(Record, frozen=True):
    """All that a worker needs to grade one exercise, and the words to speak of it.

    `contract` names what submissions must define; `check_files`, `reference` and `data_files` are file contents,
    so that an exercise can travel to another machine. `digest` covers everything that can change a result. `numbers` are
    the default variant, `choices` what the numbers of other variants are drawn from (`grader.variants`).
    """

    slug: str
    title: dict[str, str]
    checks: tuple[Check, ...]
    contract: tuple[str, ...]
    check_files: dict[str, str]
    reference: str
    digest: str
    limits: Limits = Limits()
    forbidden: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    data_files: dict[str, bytes] = {}
    numbers: Numbers = {}
    choices: dict[str, tuple[int | float, ...]] = {}
    feedback: dict[str, Feedback] = {}

    @property
    def max_score(self) -> float:
        """The points of all checks together."""
        return sum(check.points for check in self.checks)


class Finding(Record, frozen=True):
    """What was found, as data: `grader.wording` makes a sentence of it in the reader's language.

    `kind` names the sentence, `parameters` fill it, `diagnosis` is the misconception it shows, if one is known.
    """

    kind: str
    parameters: dict[str, Any] = {}
    diagnosis: str | None = None


class Run(Record, frozen=True):
    """How a run was made: when (seconds since 1970), how well isolated, by which versions of what."""

    started_at: float
    isolation: str
    missing_layers: tuple[str, ...] = ()
    versions: dict[str, str] = {}


class Submission(Record, frozen=True):
    """What one student handed in for one exercise.

    `cells` are the pieces of source in order: one for a `.py` file, one a code cell for a notebook. `problem` is set,
    and `cells` is empty, where the file could not be read. `received_at` is in seconds since 1970. `variant` holds the
    student's own numbers as JSON, "" for the default variant.
    """

    student: str
    exercise: str
    cells: tuple[str, ...] = ()
    notebook: bool = False
    digest: str = ""
    received_at: float = 0.0
    path: str = ""
    problem: Finding | None = None
    notes: tuple[Finding, ...] = ()
    variant: str = ""


class CheckResult(Record, frozen=True):
    """How one check ended. `output` is what the student's code printed meanwhile (for the teacher)."""

    check: str
    outcome: Outcome
    points: float
    max_points: float
    finding: Finding | None = None
    seconds: float = 0.0
    output: str = ""


class Result(Record, frozen=True):
    """All checks of an exercise on one submission's code.

    `problem` says why the code could not be loaded (then every check is listed and none has points), or what was
    odd about loading it. `fault` keeps the traceback of a fault of ours, for us.
    """

    exercise: str
    code_digest: str
    exercise_digest: str
    variant: str
    checks: tuple[CheckResult, ...]
    problem: Finding | None = None
    output: str = ""
    seconds: float = 0.0
    fault: str = ""

    @classmethod
    def of_fault(cls, exercise: Exercise, submission: Submission, fault: str, kind: str = "fault") -> "Result":
        """Return the result of a submission that we failed to grade, or have not graded yet: every check is open."""
        checks = tuple(
            CheckResult(
                check=check.name,
                outcome=Outcome.GRADER_FAULT,
                points=0.0,
                max_points=check.points,
                finding=Finding(kind=kind),
            )
            for check in exercise.checks
        )
        return cls(
            exercise=exercise.slug,
            code_digest=submission.digest,
            exercise_digest=exercise.digest,
            variant=submission.variant,
            checks=checks,
            fault=fault,
        )

    @property
    def provisional(self) -> bool:
        """Whether a fault of ours left points open."""
        return any(result.outcome is Outcome.GRADER_FAULT for result in self.checks)


class AttemptScore(Record, frozen=True):
    """One of several times that a student handed in an exercise; `score` is None where no result is final."""

    received_at: float
    score: float | None = None


class Standing(Record, frozen=True):
    """What counts of one student in one exercise: the latest submission, its result, and the score made of them.

    `status` is `graded`, `missing` (nothing handed in) or `unreadable` (what was handed in could not be read).
    """

    student: str
    exercise: str
    status: str
    score: float
    max_score: float
    submission: Submission | None = None
    result: Result | None = None
