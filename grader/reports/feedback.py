"""What is handed back: a page and a Markdown file for each student, and nothing about anybody else.

Of a hidden check they tell title, outcome, points and the words of a known misconception: no input, no value, no output.
Each page stands alone, with its style inside, so that it can be sent by itself. A list says which files are whose.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from grader.course import Course
from grader.outfolder import replaced_folder
from grader.reports.cells import text_cell
from grader.reports.markdown import student_markdown
from grader.reports.material import Material
from grader.reports.names import page_stem
from grader.reports.pages import HERE, page_environment, page_values
from grader.reports.pagewriter import PageWriter
from grader.reports.studentpage import student_page

LIST_NAME = "students.csv"


def write_feedback(
    course: Course, material: Material, out: Path, language: str, *, progress: Callable[[int], None] = lambda done: None
) -> Path:
    """Write the files into the folder `out`, in place of earlier ones, and return the list of them."""
    style = (HERE / "assets" / "report.css").read_text(encoding="utf-8")
    shared = page_values(course, material.run, language) | {
        "style": Markup(style),  # noqa: S704 - our own
        "root": "",
        "previous": None,
        "next": None,
    }
    when = material.run.started_at if material.run else 0.0
    listed = io.StringIO()
    rows = csv.writer(listed, lineterminator="\n")
    rows.writerow(["student", "page", "markdown", "score", "max_score"])
    writer = PageWriter(page_environment(language), shared)
    with replaced_folder(out) as folder:
        for done, work in enumerate(material.works, 1):
            page = student_page(course, work, language, for_students=True, when=when)
            stem = page_stem(work.student)
            html, markdown = folder / f"{stem}.html", folder / f"{stem}.md"
            writer.write(html, "student.html", page=page)
            markdown.write_text(student_markdown(page, shared["course"], language), encoding="utf-8", newline="\n")
            rows.writerow([text_cell(work.student), html.name, markdown.name, page.score, page.max_score])
            progress(done)
        (folder / LIST_NAME).write_text(listed.getvalue(), encoding="utf-8")
    return out / LIST_NAME
