"""How a check ends before its last line.

    Verdict                  ends the check with an outcome and a finding
    ├── CheckFailed          the answer is wrong, or right only in part
    ├── Noted                the answer is right, and there is something to say about it
    ├── Raised               the student's code raised an exception
    ├── TimedOut             a call missed its deadline
    ├── Crashed              the student's process died
    └── Refused              a forbidden function was reached

Checks raise the first two through `grader.checks`; the others come from `grader.sandbox.student`, and a check may
catch `Raised` to recognise a mistake by its exception.
"""

from grader.model import Finding, Outcome


class Verdict(Exception):
    """Ends a check with `outcome`, `finding` and a share of its points."""

    outcome = Outcome.FAILED
    fraction = 0.0

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.kind)
        self.finding = finding


class CheckFailed(Verdict):
    """The answer is wrong, or right only in part: `fraction` of the points are kept."""

    def __init__(self, finding: Finding, fraction: float = 0.0) -> None:
        super().__init__(finding)
        self.fraction = fraction


class Noted(Verdict):
    """The answer is right, and there is something to say about it."""

    outcome = Outcome.PASSED
    fraction = 1.0


class Raised(Verdict):
    """The student's code raised an exception; `bases` are the names of its class and of what that inherits from."""

    outcome = Outcome.ERRORED

    def __init__(self, finding: Finding, bases: tuple[str, ...], message: str) -> None:
        super().__init__(finding)
        self.bases, self.message = bases, message


class TimedOut(Verdict):
    """A call missed its deadline; `starved` where the child did not compute during all of it."""

    outcome = Outcome.TIMED_OUT

    def __init__(self, finding: Finding, *, starved: bool = False) -> None:
        super().__init__(finding)
        self.starved = starved


class Crashed(Verdict):
    """The student's process died."""

    outcome = Outcome.CRASHED


class Refused(Verdict):
    """A forbidden function was reached."""

    outcome = Outcome.REFUSED
