"""A class's results -> static pages: an index of the class, and a page for each student.

They are HTML and one style sheet, open from disk and need no script (a small one sorts the table). All text that comes
from students is escaped, and what can't be seen in it is spelled out. Should a tag get through all the same, the pages
forbid every script but that one.
"""

import base64
import hashlib
import re
import shutil
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from grader.course import Course
from grader.model import Run, Standing, Submission
from grader.reports.classpage import class_page
from grader.reports.folder import replaced_folder
from grader.reports.studentpage import student_page
from grader.reports.table import page_name, tabulate
from grader.wording import named, phrase, plain_number, visible

HERE = Path(__file__).parent
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


def write_report(
    course: Course,
    standings: Iterable[Standing],
    misnamed: Iterable[Submission],
    out: Path,
    language: str,
    run: Run | None,
    *,
    for_students: bool = False,
) -> Path:
    """Write the pages into the folder `out`, in place of an earlier report, and return the index page.

    With `for_students` the students' pages may be handed out: they hold nothing that a hidden check let slip.
    """
    table = tabulate(course, standings, misnamed)
    page = class_page(course, table, language)
    environment = _environment(language)
    shared = {"course": visible(named(course.title, language)), "run": run, "when": _local_time(run)}
    when = run.started_at if run else 0.0
    with replaced_folder(out) as folder:
        (folder / "assets").mkdir()
        shutil.copyfile(HERE / "assets" / "report.css", folder / "assets" / "report.css")
        (folder / "students").mkdir()
        _write(folder / "index.html", environment.get_template("class.html"), page=page, root="", **shared)
        template = environment.get_template("student.html")
        for index, student in enumerate(table.students):
            shown = student_page(
                course, table, student, page.summary.played, language, for_students=for_students, when=when
            )
            around = {
                "previous": table.students[index - 1] if index else None,
                "next": table.students[index + 1] if index + 1 < len(table.students) else None,
            }
            _write(folder / "students" / page_name(student), template, page=shown, root="../", **around, **shared)
    return out / "index.html"


def _environment(language: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (HERE / "assets" / "sort.js").read_text(encoding="utf-8")
    environment.globals |= {
        "say": partial(_say, language),
        "tag": LANGUAGE_TAGS.get(language, "en"),
        "script": Markup(script),  # noqa: S704 - our own
        "script_digest": "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    environment.filters |= {"points": plain_number, "marked": _marked, "page_name": page_name, "visible": visible}
    return environment


def _write(path: Path, template: jinja2.Template, **shown: Any) -> None:
    path.write_text(template.render(shown), encoding="utf-8", newline="\n")


def _say(language: str, key: str, **values: Any) -> str:
    return phrase(key, language, **values)


def _marked(text: str) -> Markup:
    """Return a text with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just here


def _local_time(run: Run | None) -> str:
    return datetime.fromtimestamp(run.started_at).astimezone().strftime("%Y-%m-%d %H:%M") if run else ""
