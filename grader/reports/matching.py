"""Which row of a table is which student: by ids first, by names only where no id fits, and never by a guess.

An id that fits two rows, or two students that fit one row, are refused: a grade in the wrong row is worse than none.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from grader.model import Record

# Folders that Moodle writes are `Full name_PARTICIPANT_assignsubmission_file`.
_MOODLE_FOLDER = re.compile(r"(?P<name>.*)_(?P<participant>\d+)_assignsubmission_\w*")

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Person(Record, frozen=True):
    """Who a row is about: `ids` are certain, `names` will do where no id fits; `locked` says why no grade may go there."""

    shown: str
    ids: tuple[str, ...]
    names: tuple[str, ...] = ()
    locked: str = ""


class Matches(Record, frozen=True):
    """The row of each student, the students without one, and what was refused: why, in words, and which rows."""

    rows: dict[str, int]
    strangers: tuple[str, ...]
    refused: dict[str, str]
    doubtful: frozenset[int]


def match(students: Iterable[str], people: Mapping[int, Person]) -> Matches:
    """Return which of the rows, by their index, belongs to which student."""
    by_id = _index((key, row) for row, person in people.items() for key in map(_normal, person.ids))
    by_name = _index(
        (key, row) for row, person in people.items() for key in map(_squeezed, (*person.ids, *person.names))
    )
    rows: dict[str, int] = {}
    strangers: list[str] = []
    refused: dict[str, str] = {}
    doubtful: set[int] = set()
    for student in students:
        ids, names = _keys(student)
        found = _rows(by_id, map(_normal, ids)) or _rows(by_name, map(_squeezed, names))
        if not found:
            strangers.append(student)
        elif len(found) > 1:
            refused[student] = f"fits {len(found)} rows: {', '.join(people[row].shown for row in found)}"
            doubtful.update(found)
        else:
            rows[student] = found[0]
    claims = _index((row, student) for student, row in rows.items())
    for row, several in claims.items():
        if len(several) > 1:
            doubtful.add(row)
            for student in several:
                del rows[student]
                others = ", ".join(f"`{other}`" for other in several if other != student)
                refused[student] = f"fits the row of {people[row].shown}, and so does {others}"
    return Matches(rows=rows, strangers=tuple(strangers), refused=refused, doubtful=frozenset(doubtful))


def local_part(address: str) -> str:
    """Return what stands before the @ of an address, "" where there is none."""
    return address.partition("@")[0] if "@" in address else ""


def _keys(student: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids and the names that a student's id may be."""
    folder = _MOODLE_FOLDER.fullmatch(student)
    if folder:
        return (student, folder["participant"]), (folder["name"],)
    return (student,), (student, local_part(student))


def _index(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    index: dict[Key, list[Value]] = {}
    for key, value in pairs:
        if key != "" and value not in index.setdefault(key, []):
            index[key].append(value)
    return index


def _rows(index: Mapping[str, Sequence[int]], keys: Iterable[str]) -> list[int]:
    return sorted({row for key in keys for row in index.get(key, ())})


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _squeezed(text: str) -> str:
    """Return letters and digits alone: `Lovelace, Ada` as Canvas names her files."""
    return "".join(each for each in _normal(text) if each.isalnum())
