"""What can go wrong on our side of the trust line.

    GraderError                 has a message, a place and a remedy; the command line prints all three
    ├── CourseError             a fault in the course's own files
    ├── UsageError              wrong words, folders or names on the command line
    ├── GradebookError          the gradebook can't be read or written
    ├── IsolationError          this machine can't give the isolation that was asked for
    └── WorkerFault             a worker or its zygote broke; the submission is not to blame

A student's mistake is not among them: it is data (`grader.model.Finding`).
"""

from collections.abc import Iterable

NEAR_ENOUGH = 0.5


class GraderError(Exception):
    """A fault that a person can mend: `what` happened, `where`, and the `remedy`."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.remedy = what, where, remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f"\n  {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"

    def _render_traceback_(self) -> list[str]:
        """Return the lines that a notebook shows instead of a traceback through our code."""
        return [f"grade: {self}"]


class CourseError(GraderError):
    """A fault in the course's own files."""


class UsageError(GraderError):
    """Wrong words, folders or names on the command line."""


class GradebookError(GraderError):
    """The gradebook can't be read or written."""


class IsolationError(GraderError):
    """This machine can't give the isolation that was asked for."""


class WorkerFault(GraderError):
    """A worker or its zygote broke; the submission is not to blame."""

    exit_code = 3


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question with the known name that is nearest to a wrong one, "" where none is near."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=NEAR_ENOUGH)
    return f"Did you mean `{near[0]}`?" if near else ""
