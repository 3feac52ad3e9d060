"""What became of the mutants is told from their results, also where a check of ours breaks."""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from grader.cli import verify as command
from grader.course import Course, read_course
from grader.model import CheckResult, Outcome, Result
from grader.survivors import Equivalent, Hunt, all_mutants, hunt
from grader.verify import FAMILIES
from grader.workers import Batch


class Workers:
    """Grade batches by a rule: what mutants of these sources get."""

    def __init__(self, outcomes: dict[str, Outcome]) -> None:
        self.outcomes, self.brief = outcomes, True

    def grade(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Result]]]:
        for batch in reversed(list(batches)):
            self.brief &= batch.brief
            # Batches come back in any order, the results of a batch in that of its submissions.
            yield batch, [self._result(batch, each.cells[0]) for each in batch.submissions]

    def _result(self, batch: Batch, source: str) -> Result:
        outcome = next((outcome for text, outcome in self.outcomes.items() if text in source), Outcome.FAILED)
        kept = outcome is Outcome.PASSED
        checks = tuple(
            CheckResult(check=each.name, outcome=outcome, points=each.points * kept, max_points=each.points)
            for each in batch.exercise.checks
        )
        fault = "Traceback: ours" if outcome is Outcome.GRADER_FAULT else ""
        return Result(
            exercise=batch.exercise.slug, code_digest="", exercise_digest="", variant="", checks=checks, fault=fault
        )


@pytest.fixture(scope="module")
def course(mini_course: Path) -> Course:
    return read_course(mini_course, only=["double"])


def hunted(course: Course, outcomes: dict[str, Outcome], *known: Equivalent) -> tuple[Hunt, list[int]]:
    heard: list[int] = []
    workers = Workers(outcomes)
    (done,) = hunt(course, all_mutants(course), {"double": known}, workers, heard.append)  # type: ignore[arg-type]
    assert workers.brief
    return done, heard


def test_each_mutant_is_killed_or_equivalent_or_survives(course: Course) -> None:
    """The three numbers add up to all that were made, and each graded mutant is heard of."""
    named = Equivalent(at="FACTOR", was="FACTOR = 2.0", now="FACTOR = 4.0", reason="For this test.")
    passed = dict.fromkeys(("FACTOR = 4.0", "x / math.sqrt"), Outcome.PASSED)
    done, heard = hunted(course, passed, named)
    assert (done.equivalent, done.survived, done.broken) == (1, 1, ())
    assert done.made == done.killed + 2 == sum(heard) == len(all_mutants(course)["double"])
    (survivor,) = done.survivors
    assert (survivor.at, survivor.operator) == ("helper", "arithmetic")
    assert (survivor.was, survivor.now) == ("return x * math.sqrt(4)", "return x / math.sqrt(4)")


def test_a_check_that_breaks_is_a_broken_promise(course: Course) -> None:
    """A fault of ours kills no mutant unnoticed: the traceback is told."""
    done, _ = hunted(course, {"FACTOR = 4.0": Outcome.GRADER_FAULT})
    (broken,) = done.broken
    assert broken.promise == "no check breaks"
    assert "Traceback: ours" in broken.detail
    assert "`FACTOR = 2.0` -> `FACTOR = 4.0`" in broken.detail


def test_an_entry_that_is_no_longer_true_is_a_broken_promise(course: Course) -> None:
    """An equivalent mutant that is killed, or not made any more, is named with its file."""
    killed = Equivalent(at="FACTOR", was="FACTOR = 2.0", now="FACTOR = 4.0", reason="Not so.")
    gone = Equivalent(at="FACTOR", was="FACTOR = 7.0", now="FACTOR = 8.0", reason="Not there.")
    done, _ = hunted(course, {}, killed, gone)
    assert [each.promise for each in done.broken] == [
        "equivalent mutants keep all points",
        "equivalent mutants are there",
    ]
    assert "solutions/double/equivalent.toml" in done.broken[1].detail
    assert done.equivalent == 0


def test_a_program_reads_what_became_of_the_mutants(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` tells the numbers of each exercise and all about each survivor; without one all promises are kept."""
    assert not command._hunt(course, lambda: nullcontext(Workers({"FACTOR = 4.0": Outcome.PASSED})), json=True)
    (double,) = json.loads(capsys.readouterr().out)
    assert (double["exercise"], double["survived"], double["equivalent"], double["broken"]) == ("double", 1, 0, [])
    assert double["made"] == double["killed"] + 1
    (survivor,) = double["survivors"]
    assert survivor.items() >= {"at": "FACTOR", "was": "FACTOR = 2.0", "now": "FACTOR = 4.0"}.items()
    assert "FACTOR = 4.0" in survivor["source"]
    assert command._hunt(course, lambda: nullcontext(Workers({})), json=True)
    assert json.loads(capsys.readouterr().out)[0]["survivors"] == []


def test_every_family_can_be_asked_for() -> None:
    """`grade verify --only`, whose help must not wait for the verifier's imports, offers what the verifier tries."""
    assert set(command.FAMILIES) == set(FAMILIES)
