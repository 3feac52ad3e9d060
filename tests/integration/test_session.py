"""A session that is asked to be brief grades no further than it must."""

from pathlib import Path

from grader.course import read_course
from grader.model import Outcome, Submission
from grader.sandbox.launch import Zygote
from grader.session import Session

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
