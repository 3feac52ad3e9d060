"""`grade pack`: one zip to hand in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, LanguageOption, language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.layout import Look
    from grader.packing import Item

MAX_LISTED = 8


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="pack", short_help="Pack your answers into one zip to hand in.", epilog="Example: grade pack --student ada"
    )(pack)


def pack(
    exercise: Annotated[
        list[str] | None, typer.Argument(metavar="EXERCISE", help="Exercises (default: all that you worked on).")
    ] = None,
    student: Annotated[
        str | None, typer.Option("--student", metavar="ID", help="Your id (default: the one you gave before).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that `grade pack` did not make.")] = False,
    course: CourseOption = None,
    lang: LanguageOption = None,
) -> None:
    """Pack your answers into ID.zip, and show what is in it and what is missing.

    Stubs that you have not touched stay out. Exits 1 if a file that you worked on can't be packed.
    """
    import os
    from pathlib import Path

    from grader.cli.screen import look_of_terminal, show
    from grader.course import read_course
    from grader.errors import UsageError
    from grader.findcourse import find_course
    from grader.homework import find_homework, student_id
    from grader.packing import gather, packed_at
    from grader.packing import pack as write_pack
    from grader.translation import message
    from grader.workfolder import known_exercises

    here, speech = Path.cwd(), language(lang)
    root = find_course(course, here)
    all_slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    homework = find_homework(here, root, all_slugs)
    wanted = known_exercises(exercise or (), all_slugs, speech) or all_slugs
    memory = homework.recall()
    name = student_id(student or memory.student or _asked_id(speech), speech)
    # Only what was laid out has a file to read.
    items = list(gather(read_course(root, only=wanted).exercises, memory, root, (homework.root, here)))
    if not any(item.content is not None for item in items):
        show("\n".join(_lines_left_out(items, look_of_terminal(speech))))
        remedy = message("errors.nothing_to_pack_remedy", speech)
        raise UsageError(message("errors.nothing_to_pack", speech), where=str(homework.root), remedy=remedy)
    before = packed_at(homework.root / f"{name}.zip", name)
    path = write_pack(items, name, homework, speech, force=force)
    look = look_of_terminal(speech)
    shown = os.path.relpath(path, here)
    show("\n".join([*_lines_of_pack(shown, before, items, look), *_lines_left_out(items, look)]))
    show(message("pack.next", speech, path=shown))
    if any(item.problem and item.content is None for item in items):
        raise typer.Exit(1)


def _asked_id(speech: str) -> str:
    """Ask a person for the id; a `UsageError` where nobody is there to answer, or nothing is said."""
    from grader.errors import UsageError
    from grader.translation import message

    answer = ""
    if sys.stdin.isatty() and sys.stderr.isatty():
        print(message("pack.ask", speech), end=" ", file=sys.stderr, flush=True)  # noqa: T201
        answer = sys.stdin.readline().strip()
    if not answer:
        raise UsageError(message("errors.whose", speech), remedy=message("errors.whose_remedy", speech))
    return answer


def _lines_of_pack(shown: str, before: str | None, items: Sequence[Item], look: Look) -> Iterator[str]:
    from grader.layout import BOLD, DIM, indented, row
    from grader.translation import message
    from grader.wording import sentence

    packed = [item for item in items if item.content is not None]
    title = message("pack.packed", look.language, path=shown, count=len(packed))
    yield from (look.paint(line, BOLD) for line in row(title, "", 0, look))
    if before:
        yield from indented(message("pack.replaced", look.language, time=before[:16].replace("T", " ")), 2, look, DIM)
    for item in packed:
        stage = "passed" if item.stage == "handed_in" else item.stage
        yield from row(item.name, message(f"overview.{stage}", look.language, passed=item.passed, of=item.of), 2, look)
        if item.beside:
            yield from indented(message("pack.beside", look.language, other=item.beside), 4, look, DIM)
        if item.problem:
            yield from indented(sentence(item.problem, None, look.language), 4, look)
    unchecked = [item.slug for item in packed if item.stage == "unchecked"]
    if unchecked:
        command = f"grade check {' '.join(unchecked)}"
        yield from indented(message("pack.unchecked", look.language, command=command), 2, look)


def _lines_left_out(items: Sequence[Item], look: Look) -> Iterator[str]:
    from grader.layout import indented
    from grader.translation import message
    from grader.wording import listed, sentence

    for item in items:
        if item.content is None and item.problem:
            text = message("pack.left_out", look.language, file=item.name)
            yield from indented(f"{text} {sentence(item.problem, None, look.language)}", 2, look)
    for stage in ("stub", "not_started"):
        slugs = [item.slug for item in items if item.stage == stage]
        if len(slugs) > MAX_LISTED:
            yield from indented(message(f"pack.{stage}_count", look.language, count=len(slugs)), 2, look)
        elif slugs:
            text = message(f"pack.{stage}", look.language, slugs=listed(slugs, look.language))
            yield from indented(text, 2, look)
