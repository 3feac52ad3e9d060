"""The marked regions of a reference: what a student is to write."""

import re

from grader.errors import CourseError
from grader.model import Record

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"
STUB_LINE = re.compile(r"(\s*)# STUB:(?: (.*))?$")
MARK = re.compile(r"\s*#+\s*((begin|end)\s+solution\b|stub\s*:)", re.IGNORECASE)


class Region(Record, frozen=True):
    """The lines of a reference from a mark to its end mark, counted from 1, both included."""

    begin: int
    end: int


def find_regions(source: str, path: str) -> list[Region]:
    """Return the marked regions in their order; marks must be balanced, and may not be nested."""
    regions: list[Region] = []
    opened = 0
    for number, line in enumerate(source.split("\n"), start=1):
        if not MARK.match(line):
            continue
        where = f"{path}:{number}"
        if STUB_LINE.match(line):
            if not opened:
                remedy = "Put it into a marked region."
                raise CourseError("a line for the stub stands outside of the regions", where=where, remedy=remedy)
            continue
        if line.strip() not in (BEGIN, END):
            remedy = f"Write `{BEGIN}`, `{END}` or `# STUB: text`."
            raise CourseError(f"misspelt mark `{line.strip()}`", where=where, remedy=remedy)
        if line.strip() == BEGIN:
            if opened:
                remedy = f"End the region of line {opened} first."
                raise CourseError("a marked region begins inside another", where=where, remedy=remedy)
            opened = number
        else:
            if not opened:
                raise CourseError("a marked region ends that never began", where=where, remedy=f"Add `{BEGIN}` above.")
            regions.append(Region(begin=opened, end=number))
            opened = 0
    if opened:
        where = f"{path}:{opened}"
        raise CourseError("a marked region never ends", where=where, remedy=f"Add `{END}` after the region.")
    return regions
