"""Grades into a column of a learning platform's own table: what was filled, and what was left alone and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from grader.model import Record
from grader.reports.grades import Grade
from grader.reports.matching import Person, match
from grader.reports.sheet import Sheet
from grader.wording import visible

MAX_NAMES = 10


class Filling(Record, frozen=True):
    """How a column was filled; the texts are students' ids, or who a row is about."""

    column: str
    filled: int
    rows: int
    lowered: tuple[str, ...]
    nothing: tuple[str, ...]
    open: tuple[str, ...]
    unreadable: tuple[str, ...]
    locked: tuple[str, ...]
    refused: tuple[str, ...]
    strangers: tuple[str, ...]
    without: tuple[str, ...]


def fill(
    sheet: Sheet,
    column: int,
    people: Mapping[int, Person],
    given: Iterable[Grade],
    number: Callable[[float], str],
    *,
    zeros: bool,
) -> Filling:
    """Write the grades into a column of the table, in the rows of the people they belong to.

    Who handed in nothing gets no grade, or 0 with `zeros`; a grade that is still open is not written.
    """
    by_student = {grade.student: grade for grade in given}
    matches = match(by_student, people)
    kept: dict[str, list[str]] = {kind: [] for kind in ("nothing", "open", "unreadable", "locked", "lowered")}
    filled = 0
    for student, row in matches.rows.items():
        grade, person = by_student[student], people[row]
        if grade.open:
            kept["open"].append(student)
        elif not grade.handed_in and not zeros:
            kept["nothing"].append(student)
        elif person.locked:
            kept["locked"].append(f"{person.shown} ({person.locked})")
        else:
            before = _value(sheet.rows[row][column])
            if before is not None and grade.score < before:
                kept["lowered"].append(f"{student} ({sheet.rows[row][column]} before)")
            if grade.unreadable:
                kept["unreadable"].append(student)
            sheet.rows[row][column] = number(grade.score)
            filled += 1
    taken = matches.doubtful | set(matches.rows.values())
    return Filling(
        column=sheet.heading[column],
        filled=filled,
        rows=len(people),
        refused=tuple(f"`{student}` {why}" for student, why in matches.refused.items()),
        strangers=tuple(student for student in matches.strangers if by_student[student].handed_in),
        without=tuple(person.shown for row, person in people.items() if row not in taken),
        **{kind: tuple(names) for kind, names in kept.items()},
    )


def remarks(filling: Filling, table: str) -> list[str]:
    """Return, line by line, what a teacher has to know before the table goes back."""
    lines = [f"filled `{visible(filling.column)}` in {filling.filled} of {filling.rows} rows of {table}"]
    told = (
        ("handed in, but have no row there", filling.strangers),
        ("have a row, but no result here", filling.without),
        ("handed in nothing: left as it was (--zeros gives 0)", filling.nothing),
        ("not decided yet: left as it was (run `grade run` again)", filling.open),
        ("may not be changed: left as it was", filling.locked),
        ("have a file that can't be read, which counts 0", filling.unreadable),
        ("got less than what stood there", filling.lowered),
    )
    lines += [f"  {len(names)} {what}: {listed(names)}" for what, names in told if names]
    lines += [f"  refused: {visible(why, 300)}" for why in filling.refused[:MAX_NAMES]]
    if len(filling.refused) > MAX_NAMES:
        lines.append(f"  refused: {len(filling.refused) - MAX_NAMES} more")
    return lines


def listed(names: Sequence[str]) -> str:
    """Return the first of several names, as visible text, and how many more there are."""
    more = f", and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(visible(name, 120) for name in names[:MAX_NAMES]) + more


def _value(cell: str) -> float | None:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None
