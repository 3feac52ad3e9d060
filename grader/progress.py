"""How far a student is: each exercise's stage, and the one next thing to do.

Nothing runs here: what the checks said is remembered (`grader.homework`), and counts as long as neither the answer nor the
checks have changed since.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from grader.course import Course
from grader.givenstubs import is_release
from grader.homework import Memory, digest_of, digest_of_checks
from grader.model import Record
from grader.workfolder import Work, is_stub, work_for


class Stage(StrEnum):
    """How far a student is with an exercise."""

    NOT_STARTED = "not_started"
    STUB = "stub"  # laid out, and nothing written yet
    UNCHECKED = "unchecked"  # worked on, and not checked since
    FAILING = "failing"
    PASSED = "passed"
    HANDED_IN = "handed_in"


class Step(Record, frozen=True):
    """An exercise and its stage; `passed` of `of` public checks passed, `changed_at` is in seconds since 1970."""

    slug: str
    title: dict[str, str]
    stage: Stage
    path: str = ""
    passed: int = 0
    of: int = 0
    changed_at: float = 0.0
    packed_before: bool = False


class Part(Record, frozen=True):
    """A unit of the course with its steps."""

    title: dict[str, str]
    steps: tuple[Step, ...]
    due: datetime | None = None


class Next(Record, frozen=True):
    """The one next thing: `what` is a key of the messages under `overview`."""

    what: str
    slug: str = ""
    count: int = 0


def read_progress(course: Course, titles: Mapping[str, dict[str, str]], memory: Memory, homework: Path) -> list[Part]:
    """Return each unit with the stages of its exercises."""
    root = Path(course.root)
    return [
        Part(
            title=unit.title,
            due=unit.due,
            steps=tuple(_step(slug, titles[slug], memory, root, homework) for slug in unit.exercises),
        )
        for unit in course.units
    ]


def next_thing(parts: Sequence[Part]) -> Next:
    """Return what to do next: go on with what is open, hand in a unit that is done, else begin the next exercise."""
    steps = [step for part in parts for step in part.steps]
    if failing := _latest(steps, Stage.FAILING, Stage.UNCHECKED):
        what = "next_mend" if failing.stage is Stage.FAILING else "next_check"
        return Next(what=what, slug=failing.slug, count=failing.of - failing.passed)
    to_pack = sum(step.stage is Stage.PASSED for step in steps)
    for part in parts:
        stages = {step.stage for step in part.steps}
        if Stage.PASSED in stages and not {Stage.NOT_STARTED, Stage.STUB} & stages:
            return Next(what="next_pack", count=to_pack)
    if begun := _latest(steps, Stage.STUB):
        return Next(what="next_fill", slug=begun.slug)
    if begin := next((step for step in steps if step.stage is Stage.NOT_STARTED), None):
        return Next(what="next_start", slug=begin.slug)
    return Next(what="next_pack" if to_pack else "next_nothing", count=to_pack)


def is_done(step: Step) -> bool:
    """Return whether an exercise's public checks pass."""
    return step.stage in (Stage.PASSED, Stage.HANDED_IN)


def stage_of(work: Work | None, memory: Memory, root: Path) -> tuple[Stage, int, int]:
    """Return an answer's stage, and how many of its public checks passed of how many."""
    if work is None:
        return Stage.NOT_STARTED, 0, 0
    if is_stub(work.path, root, work.slug):
        return Stage.STUB, 0, 0
    try:
        digest = digest_of(work.path.read_bytes())
        checks = (root / "exercises" / work.slug / "test_public.py").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # `grade check` tells what is wrong with it.
        return Stage.UNCHECKED, 0, 0
    last = memory.checked.get(work.slug)
    if last is None or (last.code, last.checks) != (digest, digest_of_checks(checks)):
        # In the course's own folder nothing but a release's list tells a stub from an answer; without it, what was never
        # checked was hardly begun.
        given = root / "exercises" / work.slug / work.path.name
        unknown = last is None and not is_release(root)
        in_place = unknown and given.exists() and work.path.samefile(given)
        return (Stage.NOT_STARTED if in_place else Stage.UNCHECKED), 0, 0
    if last.passed < last.of:
        return Stage.FAILING, last.passed, last.of
    stage = Stage.HANDED_IN if memory.packed.get(work.slug) == digest else Stage.PASSED
    return stage, last.passed, last.of


def _step(slug: str, title: dict[str, str], memory: Memory, root: Path, homework: Path) -> Step:
    work = work_for(slug, root, homework)
    stage, passed, of = stage_of(work, memory, root)
    return Step(
        slug=slug,
        title=title,
        stage=stage,
        path=str(work.path) if work else "",
        passed=passed,
        of=of,
        changed_at=work.path.lstat().st_mtime if work else 0.0,
        packed_before=slug in memory.packed,
    )


def _latest(steps: Sequence[Step], *stages: Stage) -> Step | None:
    """Return the step in one of the stages that was worked on last."""
    return max((step for step in steps if step.stage in stages), key=lambda step: step.changed_at, default=None)
