"""`grade` alone: where you stand, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.options import language

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

MAX_COLUMNS = 100


def show_overview(course: Path | None, lang: str | None) -> None:
    """Print how far the student of this folder is, or what a teacher does next."""
    from pathlib import Path

    from grader.cli.screen import look_of_terminal, show
    from grader.course import read_course, read_titles
    from grader.findcourse import find_course
    from grader.homework import find_homework
    from grader.overview import lines_of_overview
    from grader.progress import Stage, read_progress

    here, speech = Path.cwd(), language(lang)
    found = read_course(find_course(course, here), only=())
    slugs = [slug for unit in found.units for slug in unit.exercises]
    homework = find_homework(here, Path(found.root), slugs)
    parts = read_progress(found, read_titles(Path(found.root), slugs), homework.recall(), homework.root)
    started = any(step.stage is not Stage.NOT_STARTED for part in parts for step in part.steps)
    if not started and (words := _words_for_a_teacher(found, here, speech)):
        show(words)
        return
    show("\n".join(lines_of_overview(found.title, parts, look_of_terminal(speech, MAX_COLUMNS))))


def _words_for_a_teacher(course: Course, here: Path, speech: str) -> str:
    """Return where a teacher stands; "" where nothing speaks of one: no gradebook here, no solutions around."""
    from pathlib import Path

    from grader.translation import message
    from grader.wording import named

    root, gradebook = Path(course.root), here / "gradebook.db"
    inside = root == here.resolve() or root in here.resolve().parents
    if not gradebook.is_file() and not (inside and (root / "solutions").is_dir()):
        return ""
    submissions = next((f"{name}/" for name in ("submissions", "handed-in") if (here / name).is_dir()), "SUBMISSIONS")
    run, report = f"grade run {submissions}", "grade report --out report"
    page = here / "report" / "index.html"
    waiting = gradebook.is_file() and not (page.is_file() and page.stat().st_mtime >= gradebook.stat().st_mtime)
    count = sum(len(unit.exercises) for unit in course.units)
    first = next((slug for unit in course.units for slug in unit.exercises), "")
    lines = [message("overview.course", speech, title=named(course.title, speech), count=count, root=root)]
    if gradebook.is_file():
        lines.append(message("overview.gradebook", speech, name=gradebook.name))
    key = "next_report" if waiting else "next_run"
    lines.append(message(f"overview.{key}", speech, run=run, report=report))
    lines.append(message("overview.or_start", speech, command=f"grade start {first}"))
    return "\n".join(lines)
