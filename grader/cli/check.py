"""`grade check`: what the public checks say of your files."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, LanguageOption, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.checking import Checked
    from grader.transcript import Look

MIN_COLUMNS, MAX_COLUMNS = 18, 79


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="check", epilog="Example: grade check weighted_cross_entropy")(check)


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="EXERCISE|FILE", help="Exercises, files or folders (default: all that lies here)."),
    ] = None,
    course: CourseOption = None,
    lang: LanguageOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Run the public checks on your own answers: `EXERCISE.py` or `.ipynb`, here or in the folder `EXERCISE/`.

    Exits 0 if all of them passed, and 1 if there is something to mend. Your code runs with your own rights: for other
    people's files there is `grade run`.
    """
    from pathlib import Path

    import msgspec

    from grader.checking import check_work
    from grader.course import read_course
    from grader.findcourse import find_course
    from grader.transcript import lines_of, record_of, summary_of
    from grader.workfolder import find_all_work, find_work

    here, speech = Path.cwd(), language(lang)
    root = find_course(course, here)
    slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    if what:
        works = [work for each in what for work in find_work(each, slugs, root, here, speech)]
    else:
        works = find_all_work(slugs, root, here, speech)
    works = list(dict.fromkeys(works))
    exercises = read_course(root, only={work.slug for work in works}).exercises
    done: list[Checked] = []
    look = _look(speech)
    hide_waiting = _show_waiting(speech)
    for each in check_work(exercises, works, speech):
        done.append(each)
        hide_waiting()
        if not json:
            _print("\n".join([*lines_of(each, look), ""]))
    if json:
        records = [record_of(each, speech) for each in done]
        _print(msgspec.json.encode({"schema": 1, "exercises": records}).decode())
    else:
        _print("\n".join(summary_of(done, look)))
    code = _exit_code(done, speech)
    _leave(code)
    raise typer.Exit(code)


def _leave(code: int) -> None:
    """End the process at once where torch is loaded: taking that down in good order would take another half second."""
    import os

    sys.stdout.flush()
    sys.stderr.flush()
    if "torch" in sys.modules:
        os._exit(code)


def _exit_code(done: Sequence[Checked], speech: str) -> int:
    from grader.messages import message
    from grader.transcript import passed

    faults = [each.result.fault for each in done if each.result and each.result.provisional]
    if faults:
        print("grade: " + message("check.fault", speech), *faults, sep="\n", file=sys.stderr)  # noqa: T201
        return 3
    return 0 if all(map(passed, done)) else 1


def _look(speech: str) -> Look:
    """Return how lines are to look where they go: a terminal's width and colours, or plain."""
    import os
    import shutil

    from grader.transcript import Look

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(MAX_COLUMNS, max(MIN_COLUMNS, shutil.get_terminal_size((MAX_COLUMNS + 1, 24)).columns - 1))
    return Look(width, speech, colour=colour, plain_marks=not _can_print("✓✗"))


def _show_waiting(speech: str) -> Callable[[], None]:
    """Tell a person that something happens; return what takes the words away again."""
    import os

    from grader.messages import message

    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return lambda: None
    words = message("check.waiting", speech)
    print(words, end="", file=sys.stderr, flush=True)  # noqa: T201
    return lambda: print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _print(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Better a question mark than a traceback on a terminal of another encoding.
        sys.stdout.reconfigure(errors="replace")
    print(text, flush=True)  # noqa: T201
