"""The list of a class: one student id a line, or a table as learning platforms export them.

In a table the ids stand in the column whose heading is the best known one for ids; without a known heading, in the first.
"""

import codecs
import csv
import io
from pathlib import Path

from grader.errors import UsageError
from grader.intake import student_id
from grader.model import Record

# Headings of columns with ids, the best first: of a table with names and ids, the ids; of several ids, the school's own.
ID_HEADINGS = (
    "student id", "student number", "id number", "学号", "学生学号", "sis user id", "org defined id", "sis login id",
    "username", "user name", "login", "login id", "用户名", "账号", "user id", "userid", "id", "email address", "email",
    "e mail", "邮箱", "student", "students", "学生",
)  # fmt: skip
DELIMITERS = ",;\t"
REMEDY = "Give a UTF-8 file with one student id a line, or a table (CSV) with a heading such as `student_id`."


class Entry(Record, frozen=True):
    """A student's id and the line that it stands on."""

    student: str
    line: int


class Roster(Record, frozen=True):
    """A class: each student once. `column` is the heading of the ids, "" where there was none.

    `repeated` are ids that stand there more than once, `without_id` the lines of a table that have none.
    """

    entries: tuple[Entry, ...]
    column: str = ""
    repeated: tuple[str, ...] = ()
    without_id: int = 0

    @property
    def students(self) -> list[str]:
        """The ids in the order of the file."""
        return [entry.student for entry in self.entries]


def read_roster(path: Path) -> Roster:
    """Return the class that a file lists; a `UsageError` where it can't be read or lists nobody."""
    rows = _rows(_text(path), str(path))
    column = heading = None
    if rows:
        heads = [_plain(cell) for cell in rows[0][1]]
        column = next((heads.index(known) for known in ID_HEADINGS if known in heads), None)
    if column is not None:
        heading = rows[0][1][column].strip()
        rows = rows[1:]
    found: dict[str, Entry] = {}
    repeated: dict[str, None] = {}
    without_id = 0
    for line, cells in rows:
        student = student_id(cells[column or 0].strip()) if len(cells) > (column or 0) else ""
        if not student:
            without_id += 1
        elif student in found:
            repeated[student] = None
        else:
            found[student] = Entry(student=student, line=line)
    if not found:
        raise UsageError("the roster lists no student", where=str(path), remedy=REMEDY)
    return Roster(entries=tuple(found.values()), column=heading or "", repeated=tuple(repeated), without_id=without_id)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the roster can't be read: {error.strerror}", where=str(path), remedy=REMEDY) from None
    # Excel's "Unicode text".
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"the roster is not UTF-8 (line {line})"
        remedy = "Save it as `CSV UTF-8`, or with `iconv -f gb18030 -t utf-8` if it was made in Chinese."
        raise UsageError(what, where=str(path), remedy=remedy) from None
    if "\0" in text:
        raise UsageError("the roster is no text", where=str(path), remedy=REMEDY)
    return text


def _rows(text: str, where: str) -> list[tuple[int, list[str]]]:
    """Return the lines of the table that are not blank, with their numbers."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UsageError(f"no valid table: {error}", where=f"{where}:{reader.line_num}", remedy=REMEDY) from None
    return [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").replace("-", " ").lower().split())
