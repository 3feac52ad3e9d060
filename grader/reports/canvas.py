"""Scores into a gradebook that Canvas exported, ready for its import.

What Canvas's importer asks for decides what is written. It takes the columns up to `Section` for who a student is, reads
every other column whose name it does not compute itself as an assignment, and sets each score that it finds: also
old ones, over what somebody entered in Canvas meanwhile. So only the first columns and the one that is filled go back.
It takes `Name (id)` for the assignment with that id, and another name for a new assignment, which gets its points from
the row `Points Possible`. An empty cell takes a score away, `EX` excuses a student, `N/A` is somebody without the
assignment. It takes a comma in a number for a decimal point, so none stands in ours.
"""

import difflib
import re

from msgspec.structs import replace

from grader.errors import UsageError
from grader.reports.cells import harmless, text_cell
from grader.reports.filling import listed
from grader.reports.matching import Person, local_part
from grader.reports.sheet import Sheet
from grader.wording import plain_number, visible

ID_COLUMNS = ("SIS Login ID", "SIS User ID", "ID", "Integration ID")
# Whatever has one of these in its name is computed by Canvas and ignored by its importer.
COMPUTED = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
_WITH_ID = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)")
_HIDDEN = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_LOCKED = {"EX": "excused", "N/A": "not assigned"}
# A made-up student of each course, through whose eyes a teacher may look.
TEST_STUDENT = "Student, Test"


class Gradebook:
    """A gradebook of Canvas: where its columns are, and which rows are students."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        section, first = sheet.column("Section"), sheet.column("Student", "LastName")
        if section is None or first != 0 or sheet.column("ID") is None:
            remedy = "In Canvas: Grades, Export, Export Entire Gradebook; give that file as it is."
            what = "it has no columns Student, ID and Section, so it is no gradebook of Canvas"
            raise UsageError(what, where=sheet.path, remedy=remedy)
        self._section = section
        self._ids = [index for each in ID_COLUMNS if (index := sheet.column(each)) is not None]
        self._names = [
            index for each in ("Student", "LastName", "FirstName") if (index := sheet.column(each)) is not None
        ]
        self._points = next(
            (index for index, row in enumerate(sheet.rows) if "Points Possible" in row[0]),
            None,
        )

    @property
    def assignments(self) -> dict[int, str]:
        """The columns of assignments; one without id and points is a column of notes."""
        points = self.sheet.rows[self._points] if self._points is not None else [""] * len(self.sheet.heading)
        return {
            index: name
            for index, name in enumerate(self.sheet.heading)
            if index > self._section
            and not COMPUTED.search(name)
            and "read only" not in points[index]
            and (_WITH_ID.fullmatch(name) or points[index].strip())
        }

    def people(self, column: int) -> dict[int, Person]:
        """Return who the rows are about; a row of points or posting policies is about nobody."""
        return {
            index: self._person(row, row[column].strip().upper())
            for index, row in enumerate(self.sheet.rows)
            if index != self._points and not all(map(_HIDDEN.fullmatch, row)) and row[0] != TEST_STUDENT
        }

    def find(self, name: str) -> int:
        """Return the column of an assignment, by its whole name or by its title; a `UsageError` with the nearest."""
        whole = [index for index, each in self.assignments.items() if each == name]
        found = whole or [index for index, each in self.assignments.items() if _title(each) == name.strip()]
        if len(found) == 1:
            return found[0]
        names = list(self.assignments.values())
        if found:
            remedy = f"Give the whole name: {' or '.join(f'`{self.sheet.heading[index]}`' for index in found)}."
            raise UsageError(f"{len(found)} columns are called `{visible(name)}`", where=self.sheet.path, remedy=remedy)
        if COMPUTED.search(name):
            remedy = "Name an assignment's column, or make one with --new-column NAME."
            raise UsageError(f"Canvas computes `{name}` itself", where=self.sheet.path, remedy=remedy)
        near = difflib.get_close_matches(name, [*names, *map(_title, names)], n=1, cutoff=0.5)
        full = next((each for each in names if near and near[0] in (each, _title(each))), "")
        remedy = f"Did you mean `{visible(full)}`?" if full else f"There are: {listed(names) or 'none'}."
        remedy += f' A new one is made with --new-column "{name}".'
        raise UsageError(f"there is no column `{visible(name)}`", where=self.sheet.path, remedy=remedy)

    def add(self, name: str, max_score: float) -> int:
        """Append a column for a new assignment of so many points, and return its index."""
        if COMPUTED.search(name) or _WITH_ID.fullmatch(name):
            remedy = "Choose another name, without a number in parentheses at its end."
            raise UsageError(f"Canvas would not make an assignment called `{name}`", remedy=remedy)
        if name in (*self.assignments.values(), *map(_title, self.assignments.values())):
            what = f"there is a column `{name}` already"
            raise UsageError(what, where=self.sheet.path, remedy=f'Fill it with --column "{name}".')
        self.sheet.heading.append(text_cell(name))
        for index, row in enumerate(self.sheet.rows):
            row.append(plain_number(max_score) if index == self._points else "")
        if self._points is None:
            width = len(self.sheet.heading)
            self.sheet.rows.insert(0, ["    Points Possible", *[""] * (width - 2), plain_number(max_score)])
            self._points = 0
        return len(self.sheet.heading) - 1

    def points_possible(self, column: int) -> float | None:
        """Return how many points Canvas gives for an assignment, None if the table does not say."""
        if self._points is None:
            return None
        try:
            return float(self.sheet.rows[self._points][column].strip().replace(",", "."))
        except ValueError:
            return None

    def to_import(self, column: int) -> Sheet:
        """Return what goes back to Canvas: who the students are, and the column that was filled."""
        kept = [*range(self._section + 1), column]
        rows = [[*(harmless(row[index]) for index in kept[:-1]), row[column]] for row in self.sheet.rows]
        return replace(self.sheet, heading=[self.sheet.heading[index] for index in kept], rows=rows)

    def _person(self, row: list[str], cell: str) -> Person:
        ids = tuple(row[index].strip() for index in self._ids)
        name = ", ".join(row[index].strip() for index in self._names)
        turned = " ".join(part.strip() for part in reversed(name.split(",", 1)))
        return Person(
            shown=visible(name) + (f" ({visible(ids[0])})" if ids and ids[0] else ""),
            ids=ids,
            names=(name, turned, *map(local_part, ids)),
            locked=_LOCKED.get(cell, ""),
        )


def _title(name: str) -> str:
    match = _WITH_ID.fullmatch(name)
    return match["title"] if match else name
