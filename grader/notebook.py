"""`notebook.check("slug")` in a running notebook: the public checks on what its cells have defined so far.

The cells that were run, in the order in which they were run, are checked the way a submitted notebook is: in a process of
their own, which a mistake can't take the notebook down with. A cell has the number that the notebook shows beside it.
"""

import atexit
import functools
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.translation import LANGUAGES, language_of_system

if TYPE_CHECKING:
    from grader.checker import Checker

# The cell that asks for the check is no part of the answer.
ASKS = re.compile(r"^\s*notebook\.check\(|^\s*from grader import notebook\b", re.MULTILINE)
COLUMNS = 79


def check(exercise: str, *, lang: str | None = None) -> None:
    """Check what the notebook has defined for an exercise, and show what was found as a table.

    Raises a `UsageError` for an unknown exercise or language, and outside of a notebook.
    """
    from grader.checking import Checked, check_one, own_variant, public_part
    from grader.course import read_course
    from grader.errors import UsageError
    from grader.findcourse import find_course
    from grader.layout import Look
    from grader.model import Submission
    from grader.notebooktable import table_of
    from grader.transcript import lines_of
    from grader.workfolder import known_exercises

    language = lang or language_of_system()
    if language not in LANGUAGES:
        raise UsageError(f"no language `{language}`", remedy=f"There are: {', '.join(LANGUAGES)}.")
    root = find_course(None, Path.cwd())
    slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    known_exercises([exercise], slugs, language)
    public = public_part(read_course(root, only={exercise}).exercises[exercise])
    shell = _shell(language)
    cells = _cells_run_so_far(shell)
    own = own_variant(public, Path.cwd())
    submission = Submission(student="", exercise=exercise, cells=cells, notebook=True, path=exercise, variant=own)
    checked = check_one(_checker(), Checked(exercise=public, submission=submission, asked=exercise))
    text = "\n".join(lines_of(checked, Look(COLUMNS, language)))
    shell.display_pub.publish(data={"text/plain": text, "text/html": table_of(checked, language)})


@functools.cache
def _checker() -> "Checker":
    """The warm session of this notebook's process, for as long as that lives."""
    from grader.checker import Checker

    # Of torch everything that answers may need: a notebook is open for longer than its import takes.
    checker = Checker(["torch.optim torch.testing"])
    atexit.register(checker.close)
    return checker


def _shell(language: str) -> Any:
    from grader.errors import UsageError
    from grader.translation import message

    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        raise UsageError(message("errors.no_notebook", language), remedy=message("errors.no_notebook_remedy", language))
    return shell


def _cells_run_so_far(shell: Any) -> tuple[str, ...]:
    """Return the cells by their numbers; what is no part of the answer is empty."""
    _, *cells = shell.history_manager.input_hist_raw
    return tuple("" if ASKS.search(cell) else cell for cell in cells)
