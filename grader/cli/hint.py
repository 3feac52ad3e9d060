"""`grade hint`: the next hint for an exercise, from a nudge to nearly the answer."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli.options import CourseOption, LanguageOption, language


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="hint",
        short_help="Show the next hint: first for what failed in the last check.",
        epilog="Example: grade hint weighted_cross_entropy",
    )(hint)


def hint(
    exercise: Annotated[
        str | None,
        typer.Argument(metavar="EXERCISE", help="The exercise (default: the one of this folder, or the latest)."),
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A function or constant of it (default: what fails now).")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Show all hints that you have read so far.")] = False,
    course: CourseOption = None,
    lang: LanguageOption = None,
) -> None:
    """Show the next hint: first for what failed in the last `grade check`, else for each name in turn.

    There are a few for each function and constant, each plainer than the one before. None is the solution.
    """
    from pathlib import Path

    from grader.cli.screen import look_of_terminal, show
    from grader.course import read_course
    from grader.errors import UsageError
    from grader.findcourse import find_course
    from grader.hints import hints_of
    from grader.homework import find_homework
    from grader.nexthint import lines_of_hints_read, lines_of_next_hint
    from grader.translation import message
    from grader.workfolder import known_exercises

    here, speech = Path.cwd(), language(lang)
    root = find_course(course, here)
    slugs = [slug for unit in read_course(root, only=()).units for slug in unit.exercises]
    homework = find_homework(here, root, slugs)
    wanted = exercise or (here.name if here.name in slugs else homework.recall().recent)
    if not wanted:
        remedy = message("errors.hint_which_remedy", speech, slug=slugs[0])
        raise UsageError(message("errors.hint_which", speech), remedy=remedy)
    (slug,) = known_exercises([wanted.removesuffix(".py").removesuffix(".ipynb")], slugs, speech)
    found = read_course(root, only={slug}).exercises[slug]
    names = list(hints_of(found, speech))
    if name and name not in names:
        remedy = message("errors.no_hints_for_remedy", speech, names=", ".join(names))
        raise UsageError(message("errors.no_hints_for", speech, slug=slug, name=name), remedy=remedy)
    lines = lines_of_hints_read if again else lines_of_next_hint
    show("\n".join(lines(found, homework, look_of_terminal(speech), name or "")))
