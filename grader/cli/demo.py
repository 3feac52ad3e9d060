"""`grade demo`: a synthetic class, graded like a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import CourseOption, JobsOption, LanguageOption, open_course


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="demo", epilog="Example: grade demo --out demo --lang zh")(demo)


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where class, gradebook and report go.")] = Path("demo"),
    course: CourseOption = None,
    jobs: JobsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Build a class of forty students out of known answers and broken files, grade it and write its report."""
    import shutil

    from grader.cli.report import report
    from grader.cli.run import run
    from grader.cli.terminal import output, remark
    from grader.demo import build_class
    from grader.errors import UsageError

    here = open_course(course)
    if out.exists() and not (out / "submissions").is_dir() and any(out.iterdir()):
        remedy = "Choose another folder with --out DIR."
        raise UsageError("the folder holds something else than an earlier demo", where=str(out), remedy=remedy)
    shutil.rmtree(out, ignore_errors=True)
    students = build_class(here, out / "submissions")
    remark(f"a class of {students} students lies in {out / 'submissions'}")
    gradebook = str(out / "gradebook.db")
    run(out / "submissions", gradebook=gradebook, course=course, jobs=jobs, lang=lang)
    output("\nthe report:")
    report(gradebook=gradebook, out=out / "report", course=course, lang=lang)
