"""Grades for Moodle: its grade import, and the grading worksheet of an assignment.

Moodle's importer of worksheets finds columns by their headings in the language of the teacher's page, people by the
number behind `Participant`, and reads numbers with that language's decimal mark. It skips without a word a grade
above the maximum and one that is locked, so both are told here. Its grade import stops at the first row of somebody it
does not know, and takes an empty cell for "no grade": who has no grade gets no row.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from grader.errors import UsageError
from grader.reports.cells import harmless, text_cell
from grader.reports.grades import Grade
from grader.reports.matching import Person, local_part
from grader.reports.sheet import Sheet, csv_lines
from grader.wording import plain_number, visible

# The headings of Moodle's own language packs, English and Chinese (simplified, traditional).
IDENTIFIER = ("Identifier", "标识符", "識別碼")
FULL_NAME = ("Full name", "First name / Last name", "全名", "姓名", "名 / 姓", "姓 / 名")
EMAIL = (
    "Email address",
    "Email",
    "电子邮件地址",
    "电子邮件",
    "Email地址",
    "邮箱",
    "邮箱地址",
    "電子郵件信箱",
    "電子郵件",
)
OTHER_IDS = ("ID number", "Username", "学号", "编号", "ID号码", "用户名")
GRADE = ("Grade", "成绩", "成績", "分數", "評分")
MAXIMUM = ("Maximum Grade", "Maximum grade", "最高分", "最高成绩", "最高成績")
CAN_BE_CHANGED = ("Grade can be changed", "允许更改成绩", "分數可以被更改")
SCALE = ("Scale", "量表", "量尺")
FEEDBACK = ("Feedback comments", "反馈评论", "反馈意见", "评语反馈", "反馈评语")
YES = ("yes", "是")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PARTICIPANT = re.compile(r".*?(\d+)")
# How Moodle's grade import tells people apart.
IDENTIFIERS = ("username", "email", "idnumber")


class Worksheet:
    """A grading worksheet: where its columns are, and how its language writes numbers."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        identifier, grade = sheet.column(*IDENTIFIER), sheet.column(*GRADE)
        if identifier is None or grade is None:
            remedy = (
                "In Moodle, set your language to English or Chinese; then, in the assignment: Submissions, "
                "Actions, Download grading worksheet; give that file as it is."
            )
            what = f"it has no columns {IDENTIFIER[0]} and {GRADE[0]}, so it is no grading worksheet of Moodle"
            raise UsageError(what, where=sheet.path, remedy=remedy)
        if sheet.column(*SCALE) is not None and sheet.column(*MAXIMUM) is None:
            remedy = "Set the assignment's grade to points in Moodle, then download the worksheet again."
            raise UsageError("this assignment is graded with words, not with points", where=sheet.path, remedy=remedy)
        self._identifier, self.grade = identifier, grade
        self._maximum = sheet.column(*MAXIMUM)
        self._can_be_changed = sheet.column(*CAN_BE_CHANGED)
        self._name, self._email = sheet.column(*FULL_NAME), sheet.column(*EMAIL)
        self._other_ids = [index for each in OTHER_IDS if (index := sheet.column(each)) is not None]
        self._feedback = sheet.column(*FEEDBACK)

    def people(self) -> dict[int, Person]:
        """Return who the rows are about."""
        return {index: self._person(row) for index, row in enumerate(self.sheet.rows)}

    def maximum(self) -> float | None:
        """Return the most points that Moodle takes, None if the worksheet does not say."""
        cells = [row[self._maximum] for row in self.sheet.rows] if self._maximum is not None else []
        numbers = [float(cell.strip().replace(",", ".")) for cell in cells if _NUMBER.fullmatch(cell.strip())]
        return max(numbers, default=None)

    def number(self) -> Callable[[float], str]:
        """Return what writes a number as the worksheet's language does."""
        columns = [index for index in (self._maximum, self.grade) if index is not None]
        cells = (row[index].strip() for row in self.sheet.rows for index in columns)
        mark = next((cell for cell in cells if _NUMBER.fullmatch(cell) and not cell.lstrip("-").isdigit()), "0.0")
        return lambda value: f"{value:.2f}".replace(".", "," if "," in mark else ".")

    def to_import(self) -> Sheet:
        """Return what goes back to Moodle. Comments stay to the letter, since Moodle reads them in again."""
        kept = {self.grade, self._feedback}
        rows = [
            [cell if index in kept else harmless(cell) for index, cell in enumerate(row)] for row in self.sheet.rows
        ]
        return replace(self.sheet, rows=rows)

    def _person(self, row: list[str]) -> Person:
        identifier = row[self._identifier].strip()
        number = _PARTICIPANT.fullmatch(identifier)
        name = row[self._name].strip() if self._name is not None else ""
        email = row[self._email].strip() if self._email is not None else ""
        return Person(
            shown=visible(name or identifier) + (f" ({visible(email)})" if email else ""),
            ids=(identifier, number[1] if number else "", email, *(row[index].strip() for index in self._other_ids)),
            names=(name, local_part(email)),
            locked=self._lock(row),
        )

    def _lock(self, row: list[str]) -> str:
        if self._can_be_changed is None or row[self._can_be_changed].strip().casefold() in YES:
            return ""
        return f"{self.sheet.heading[self._can_be_changed]}: {row[self._can_be_changed].strip() or '?'}"


def expect_within(grades: Iterable[Grade], maximum: float | None, where: str) -> None:
    """Raise a `UsageError` if Moodle would pass over one of the grades, because it is above the maximum."""
    above = next((each for each in grades if maximum is not None and each.score > maximum), None)
    if above is not None and maximum is not None:
        what = f"{visible(above.student)} has {plain_number(above.score)}, and Moodle takes at most {plain_number(maximum)}"
        remedy = f"Rescale with --scale {plain_number(maximum)}, or raise the assignment's maximum grade in Moodle."
        raise UsageError(what, where=where, remedy=remedy)


def grade_import(grades: Iterable[Grade], identifier: str, title: str, *, zeros: bool) -> Iterator[bytes]:
    """Yield a table for Moodle's grade import: who, and the grade; without those who have none."""
    given = (each for each in grades if not each.open and (each.handed_in or zeros))
    rows = ((text_cell(each.student), plain_number(each.score)) for each in given)
    return csv_lines(itertools.chain([(identifier, text_cell(title))], rows), line_end="\r\n")
