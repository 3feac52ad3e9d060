"""`grade check`: what the public checks say of your files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from grader.cli.options import CourseOption, LanguageOption, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.checking import Checked
    from grader.homework import Homework
    from grader.layout import Look
    from grader.workfolder import Work


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="check",
        short_help="Run the public checks on your own answers.",
        epilog="Example: grade check weighted_cross_entropy",
    )(check)


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="EXERCISE|FILE", help="Exercises, files or folders (default: all that lies here)."),
    ] = None,
    course: CourseOption = None,
    lang: LanguageOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Check again after each save, until you quit.")] = False,
) -> None:
    """Run the public checks on your own answers: `EXERCISE.py` or `.ipynb`, here or in the folder `EXERCISE/`.

    Exits 0 if all of them passed, and 1 if there is something to mend. Your code runs with your own rights: for other
    people's files there is `grade run`.
    """
    from pathlib import Path

    import msgspec

    from grader.checking import check_work, remember_check
    from grader.cli.screen import look_of_terminal, show
    from grader.course import read_course
    from grader.findcourse import find_course
    from grader.homework import find_homework
    from grader.transcript import hints_shown, lines_of, record_of, summary_of
    from grader.workfolder import find_all_work, find_work

    here, speech = Path.cwd(), language(lang)
    root = find_course(course, here)
    slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    homework = find_homework(here, root, slugs)
    if what:
        works = [work for each in what for work in find_work(each, slugs, root, here, speech, homework.root)]
    else:
        works = find_all_work(slugs, root, here, speech, homework.root)
    works = list(dict.fromkeys(works))
    if watch:
        _watch(works, root, homework, slugs, look_of_terminal, speech, json=json)
    exercises = read_course(root, only={work.slug for work in works}).exercises
    done: list[Checked] = []
    look = look_of_terminal(speech)
    hide_waiting = _show_waiting(speech)
    for each in check_work(exercises, works, speech):
        done.append(each)
        hide_waiting()
        remember_check(homework, each, () if json else hints_shown(each, speech))
        if not json:
            show("\n".join([*lines_of(each, look), ""]))
    if json:
        records = [record_of(each, speech) for each in done]
        show(msgspec.json.encode({"schema": 1, "exercises": records}).decode())
    else:
        show("\n".join(summary_of(done, look)))
    code = _exit_code(done, speech)
    _leave(code)
    raise typer.Exit(code)


def _watch(
    works: Sequence[Work],
    root: Path,
    homework: Homework,
    slugs: Sequence[str],
    look: Callable[[str], Look],
    speech: str,
    *,
    json: bool,
) -> NoReturn:
    from pathlib import Path

    from grader.checking import expect_system
    from grader.watch import Desk, first_exercise, watch
    from grader.watchboard import Board, can_draw_over

    expect_system(speech)
    here = Path.cwd()
    # A file that lies where nobody would look for it was named.
    named = {work.slug: work for work in works if work.asked != work.slug}
    desk = Desk(root, homework, here, tuple(slugs), named)
    board = Board(lambda: look(speech), drawn_over=can_draw_over() and not json)
    hide_waiting = _show_waiting(speech)
    try:
        watch(desk, first_exercise(desk, works), board, _json_lines if json else None)
    finally:
        hide_waiting()
    _leave(0)
    raise typer.Exit(0)


def _json_lines(checked: Checked, look: Look) -> list[str]:
    import msgspec

    from grader.transcript import record_of

    return [msgspec.json.encode({"schema": 1, "exercises": [record_of(checked, look.language)]}).decode()]


def _leave(code: int) -> None:
    """End the process at once where torch is loaded: taking that down in good order would take another half second."""
    import os

    sys.stdout.flush()
    sys.stderr.flush()
    if "torch" in sys.modules:
        os._exit(code)


def _exit_code(done: Sequence[Checked], speech: str) -> int:
    from grader.transcript import passed
    from grader.translation import message

    faults = [each.result.fault for each in done if each.result and each.result.provisional]
    if faults:
        print("grade: " + message("check.fault", speech), *faults, sep="\n", file=sys.stderr)  # noqa: T201
        return 3
    return 0 if all(map(passed, done)) else 1


def _show_waiting(speech: str) -> Callable[[], None]:
    """Tell a person that something happens; return what takes the words away again."""
    import os

    from grader.translation import message

    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return lambda: None
    words = message("check.waiting", speech)
    print(words, end="", file=sys.stderr, flush=True)  # noqa: T201
    return lambda: print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201
