"""Students' ids -> names of files and links: safe whatever an id holds, another one for every id."""

import hashlib
import re

from grader.model import Record
from grader.wording import visible

MAX_IN_FILE_NAME = 40
MAX_SHOWN = 60


class Link(Record, frozen=True):
    """A text that leads to a student's page."""

    text: str
    href: str


def page_stem(student: str) -> str:
    """Return the name of a student's files, without the ending."""
    readable = re.sub(r"[^a-z0-9]+", "-", student.lower()).strip("-")[:MAX_IN_FILE_NAME].strip("-")
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}" if readable else digest


def page_name(student: str) -> str:
    """Return the file name of a student's page."""
    return f"{page_stem(student)}.html"


def student_link(student: str, anchor: str = "") -> Link:
    """Return the link from the page of the class to a student's, or to an exercise on it."""
    href = f"students/{page_name(student)}" + (f"#{anchor}" if anchor else "")
    return Link(text=visible(student, MAX_SHOWN), href=href)
