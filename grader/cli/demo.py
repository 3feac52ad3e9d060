"""`grade demo`: a synthetic class, graded like a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CourseOption, JobsOption, LanguageOption, open_course

# Tells a demo from a teacher's own folder, which may look like one and must not be emptied.
MARK = ".grade-demo"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="demo",
        short_help="Grade a class of forty that is made up, and write its report.",
        epilog="Example: grade demo --out demo --lang zh",
    )(demo)


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where class, gradebook and report go.")] = Path("demo"),
    course: CourseOption = None,
    jobs: JobsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Build a class of forty students out of known answers and broken files, grade it and write its report."""
    from grader.cli.report import report
    from grader.cli.run import run
    from grader.cli.terminal import output, remark
    from grader.demo import build_class

    here = open_course(course)
    _clear(out)
    students = build_class(here, out / "submissions")
    remark(f"a class of {students} students lies in {out / 'submissions'}")
    gradebook = str(out / "gradebook.db")
    run(out / "submissions", gradebook=gradebook, course=course, jobs=jobs, lang=lang)
    output("\nthe report:")
    report(gradebook=gradebook, out=out / "report", course=course, lang=lang)


def _clear(out: Path) -> None:
    """Make an empty folder; a `UsageError`, and nothing is touched, if it holds anything but an earlier demo."""
    import os
    import shutil

    from grader.errors import UsageError

    remedy = "Choose another folder with --out DIR."
    try:
        if out.exists() and not (out / MARK).is_file() and any(out.iterdir()):
            raise UsageError("the folder holds something else than an earlier demo", where=str(out), remedy=remedy)
        if out.exists():
            for each in list(out.iterdir()):
                shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
        out.mkdir(parents=True, exist_ok=True)
        (out / MARK).touch()
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise UsageError(f"the demo can't be written: {reason}", where=str(out), remedy=remedy) from None
