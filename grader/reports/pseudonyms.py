"""Pseudonyms in place of students' ids: the same one for the same student as long as the course keeps its secret.

They say nothing, and neither does their order. Names of files are replaced too; code and what it printed stay as they are.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath

from msgspec.structs import replace

from grader.model import Finding, Standing, Submission
from grader.reports.material import Material, Work, in_order
from grader.wording import visible

# Enough for large classes: two of ten thousand students are alike once in twenty thousand reports.
CHARACTERS = 8
# What findings about files say of their names.
FILE_NAMES = frozenset(("name", "kept", "ignored", "entry", "first"))


def pseudonyms(students: Iterable[str], secret: bytes) -> dict[str, str]:
    """Return a pseudonym for each student, longer ones where two would be alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for student in sorted(students):
        digest = hmac.new(secret, student.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        text = base64.b32encode(digest).decode().lower().rstrip("=")
        length = next(each for each in range(CHARACTERS, len(text) + 1, 4) if _grouped(text[:each]) not in taken)
        found[student] = _grouped(text[:length])
        taken.add(found[student])
    return found


def without_names(material: Material, names: dict[str, str]) -> Material:
    """Return a class with pseudonyms in place of names, ordered by them."""
    return replace(material, students=in_order(names.values()), works=_works(material.works, names))


def _works(works: Iterable[Work], names: dict[str, str]) -> Iterator[Work]:
    for work in works:
        name = names[work.student]
        hide = _replacing(work.student, name)
        yield replace(
            work,
            student=name,
            standings=tuple(_standing(each, name, hide) for each in work.standings),
            misnamed=tuple(_submission(each, name, hide) for each in work.misnamed),
        )


def _standing(standing: Standing, name: str, hide: Callable[[str], str]) -> Standing:
    submission = standing.submission
    hidden = None if submission is None else _submission(submission, name, hide)
    return replace(standing, student=name, submission=hidden)


def _submission(submission: Submission, name: str, hide: Callable[[str], str]) -> Submission:
    file_name = f"{submission.exercise or '…'}{PurePath(submission.path).suffix}"
    return replace(
        submission,
        student=name,
        path=f"{name}/{hide(file_name)}",
        problem=_finding(submission.problem, hide) if submission.problem else None,
        notes=tuple(_finding(note, hide) for note in submission.notes),
    )


def _finding(finding: Finding, hide: Callable[[str], str]) -> Finding:
    """Return a finding about a file without the file's name and the student's id."""
    return replace(finding, parameters={key: _value(key, value, hide) for key, value in finding.parameters.items()})


def _value(key: str, value: object, hide: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [_value(key, each, hide) for each in value]
    if not isinstance(value, str):
        return value
    return f"…{hide(PurePath(value).suffix)}" if key in FILE_NAMES else hide(value)


def _replacing(student: str, name: str) -> Callable[[str], str]:
    """Return what puts the pseudonym in the place of an id that stands as a word of its own."""
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(student)}|{re.escape(visible(student, None))})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(name, text)


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
