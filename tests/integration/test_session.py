"""A session that is asked to be brief grades no further than it must; who ends a worker costs no neighbour anything."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course import read_course
from grader.model import Outcome, Submission
from grader.sandbox.launch import Zygote
from grader.session import Session
from grader.workers import Batch, Pool

COURSE = Path(__file__).parents[1] / "course"


def test_a_brief_batch_stops_at_the_first_lost_point() -> None:
    """After a lost point the other checks are skipped; what loses none is graded whole."""
    exercise = read_course(COURSE).exercises["double"]
    answers = {
        "right": "ANSWER = 28\n\n\ndef double(x):\n    return x * 2\n",
        # Only the last of six checks notices this one.
        "late": "ANSWER = 27\n\n\ndef double(x):\n    return x * 2\n",
        "early": "ANSWER = 28\n\n\ndef double(x):\n    return x + 3\n",
    }
    batch = [Submission(student=name, exercise="double", cells=(text,)) for name, text in answers.items()]
    session = Session(b"secret", lambda: Zygote(preload=False))
    try:
        right, late, early = session.grade(exercise, batch, brief=True)
    finally:
        session.close()
    assert sum(check.points for check in right.checks) == 10
    assert sum(check.points for check in late.checks) == 8
    outcomes = [check.outcome for check in early.checks]
    first = outcomes.index(Outcome.FAILED)
    assert sum(check.points for check in early.checks) == 0
    assert set(outcomes[first + 1 :]) == {Outcome.SKIPPED}


def test_who_ends_a_worker_costs_no_neighbour_anything() -> None:
    """A submission on which the worker's process ends, whenever it is tried, is a fault of ours; the others are graded."""
    exercise = read_course(COURSE).exercises["double"]
    dies = "import os\n\nfrom grader.checks import check\n\n\n@check(points=2)\ndef test_the_answer(student):\n"
    dies += "    if student.ANSWER == 13:\n        os._exit(1)\n"
    exercise = replace(exercise, check_files=exercise.check_files | {"test_hidden.py": dies}, digest="d" * 64)
    answers = (28, 13, 27)
    batch = [Submission(student=f"{answer}", exercise="double", cells=(f"ANSWER = {answer}\n",)) for answer in answers]
    with Pool(1, b"secret") as pool:
        found = {
            graded.submissions[0].student: result
            for graded, (result,) in pool.grade([Batch(exercise=exercise, submissions=tuple(batch))])
        }
    outcomes = {student: result.checks[-1].outcome for student, result in found.items()}
    assert outcomes == {"28": Outcome.PASSED, "13": Outcome.GRADER_FAULT, "27": Outcome.PASSED}
    assert "workers died" in found["13"].fault


def test_what_a_check_warns_of_is_shown_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """A submission's values can't write to the teacher's terminal through the warnings of those who read them."""
    exercise = read_course(COURSE).exercises["double"]
    warns = "import warnings\n\nfrom grader.checks import check\n\n\n@check(points=2)\ndef test_the_answer(student):\n"
    warns += "    warnings.warn(student.ANSWER)\n"
    exercise = replace(exercise, check_files=exercise.check_files | {"test_hidden.py": warns}, digest="e" * 64)
    session = Session(b"secret", lambda: Zygote(preload=False))
    try:
        submission = Submission(student="a", exercise="double", cells=("ANSWER = 'attack \\x1b[2J'\n",))
        (result,) = session.grade(exercise, [submission])
    finally:
        session.close()
    assert result.checks[-1].outcome is Outcome.PASSED
    assert "attack" not in "".join(capfd.readouterr())
