"""`grade start`: lay out an exercise in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import CourseOption, LanguageOption, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course import Course
    from grader.workfolder import Placed


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="start",
        short_help="Lay out an exercise: its task, a stub, the public checks.",
        epilog="Example: grade start weighted_cross_entropy --notebook",
    )(start)


def start(
    exercise: Annotated[
        list[str] | None, typer.Argument(metavar="EXERCISE", help="Exercises (default: list them all).")
    ] = None,
    notebook: Annotated[bool, typer.Option("--notebook", help="Begin with a notebook instead of a .py file.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Begin anew; the earlier answer is kept beside.")] = False,
    student: Annotated[
        str | None, typer.Option("--student", metavar="ID", help="Your id, kept for `grade pack`.")
    ] = None,
    course: CourseOption = None,
    lang: LanguageOption = None,
) -> None:
    """Put an exercise's task, stub and public checks into the folder EXERCISE/; what is there already stays as it is."""
    from pathlib import Path

    from grader.course import read_course
    from grader.findcourse import find_course
    from grader.homework import begun, find_homework, student_id
    from grader.translation import message
    from grader.workfolder import is_started, known_exercises, lay_out

    here, speech = Path.cwd(), language(lang)
    root = find_course(course, here)
    all_slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    homework = find_homework(here, root, all_slugs)
    name = None if student is None else student_id(student, speech)
    slugs = known_exercises(exercise or (), all_slugs, speech)
    exercises = read_course(root, only=slugs).exercises
    for slug in slugs:
        # What lies here already is not laid out a second time at the homework's root.
        folder = here if is_started(slug, root, here) else homework.root
        placed = lay_out(exercises[slug], root, folder, speech, notebook=notebook, reset=reset)
        _show(placed, slug, here, speech)
    if slugs or name is not None:
        problem = homework.remember(lambda memory: begun(memory, slugs[-1] if slugs else "", name))
        if name is not None:
            _print(message("start.student_lost" if problem else "start.student", speech, id=name, reason=problem))
    if not slugs and name is None:
        _list_exercises(read_course(root), homework.root, speech)


def _show(placed: Sequence[Placed], slug: str, here: Path, speech: str) -> None:
    """Print what became of each file, and what to do next."""
    import os

    from rich.cells import cell_len

    from grader.translation import message
    from grader.workfolder import ENDINGS

    paths = [os.path.relpath(each.path, here) for each in placed]
    width = max(map(cell_len, paths))
    for each, path in zip(placed, paths, strict=True):
        mark = "+" if each.new else " "
        _print(f"  {mark} {path}{' ' * (width - cell_len(path))}  {message('start.' + each.what, speech)}")
    answer = paths[0]
    others = [answer.removesuffix(placed[0].path.suffix) + ending for ending in ENDINGS]
    for other in others:
        if other != answer and os.path.lexists(here / other):
            _print(message("start.two_answers", speech, other=other))
    readme = next(path for path in paths if path.endswith("README.md"))
    _print(message("start.next", speech, readme=readme, answer=answer, command=f"grade check {slug}"))


def _list_exercises(course: Course, here: Path, speech: str) -> None:
    """Print the exercises of each unit, and which of them are started."""
    from pathlib import Path

    from rich.cells import cell_len

    from grader.translation import message
    from grader.wording import named
    from grader.workfolder import is_started

    width = max(map(len, course.exercises))
    first = ""
    for unit in course.units:
        # A date that counts makes the suggestion void.
        suggested = unit.week is not None and unit.due is None
        week = "  (" + message("start.list_week", speech, week=unit.week) + ")" if suggested else ""
        _print(named(unit.title, speech) + week)
        for slug in unit.exercises:
            title = named(course.exercises[slug].title, speech)
            started = is_started(slug, Path(course.root), here)
            first = first or ("" if started else slug)
            remark = "  (" + message("start.list_started", speech) + ")" if started else ""
            _print(f"  {slug}{' ' * (width - cell_len(slug))}  {title}{remark}")
        _print("")
    _print(message("start.list_next", speech, command=f"grade start {first or next(iter(course.exercises))}"))


def _print(text: str) -> None:
    print(text)  # noqa: T201
