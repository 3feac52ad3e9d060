"""`notebook.check("slug")` in a running notebook: the public checks on what its cells have defined so far.

The cells that were run, in the order in which they were run, are checked the way a submitted notebook is: in a process of
their own, which a mistake can't take the notebook down with.
"""

import atexit
import functools
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.messages import language_of_system

if TYPE_CHECKING:
    from grader.session import Session

# The cell that asks for the check is no part of the answer.
ASKS = re.compile(r"^\s*notebook\.check\(|^\s*from grader import notebook\b", re.MULTILINE)
COLUMNS = 79


def check(exercise: str, *, lang: str | None = None) -> None:
    """Check what the notebook has defined for an exercise, and print what was found.

    Raises a `UsageError` for an unknown exercise, and outside of a notebook.
    """
    from grader.checking import Checked, public_part, with_more_time
    from grader.course import read_course
    from grader.findcourse import find_course
    from grader.layout import Look
    from grader.model import Submission
    from grader.transcript import lines_of
    from grader.workfolder import known_exercises

    language = lang or language_of_system()
    root = find_course(None, Path.cwd())
    slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    known_exercises([exercise], slugs, language)
    public = public_part(read_course(root, only={exercise}).exercises[exercise])
    submission = Submission(student="", exercise=exercise, cells=_cells_run_so_far(), notebook=True, path=exercise)
    (result,) = _session().grade(with_more_time(public), [submission])
    checked = Checked(exercise=public, submission=submission, asked=exercise, result=result)
    print("\n".join(lines_of(checked, Look(COLUMNS, language))))  # noqa: T201


@functools.cache
def _session() -> "Session":
    """The session of this notebook's process, for as long as that lives."""
    from grader.sandbox.local import PRELOAD, open_zygote
    from grader.session import Session

    session = Session(open_zygote=lambda: open_zygote(list(PRELOAD)))
    atexit.register(session.close)
    return session


def _cells_run_so_far() -> tuple[str, ...]:
    from grader.errors import UsageError

    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        raise UsageError(
            "notebook.check works in a running notebook", remedy="On the command line: grade check EXERCISE"
        )
    cells: list[str] = shell.history_manager.input_hist_raw
    return tuple(cell for cell in cells if cell.strip() and not ASKS.search(cell))
