"""The files that own numbers stand in.

exercises/<slug>/variant.toml     the numbers of the task, by name; in a student's copy, their own
solutions/<slug>/variants.toml    `choices` for other variants, and the `phrases` of the texts that hold the numbers
solutions/<slug>/any_variant.py   the right answers, computed from the names of the numbers (for `grade verify`)
solutions/variants.toml           each student's numbers, as `grade release` gave them out
"""

import contextlib
import json
import math
import os
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.coursefiles import place, read_toml
from grader.errors import CourseError
from grader.model import Exercise, Numbers, Record

NUMBERS, RULES, ANY_VARIANT = "variant.toml", "variants.toml", "any_variant.py"
GIVEN_OUT = "variants.toml"
HEADING = """\
# Each student's own numbers, as `grade release` gave them out. Keep this file: grading compares with it,
# and who is not in it is compared with the numbers of exercises/<slug>/variant.toml.
"""


class Rules(Record, frozen=True, forbid_unknown_fields=True):
    """How an exercise varies.

    `choices` are lists of numbers, `phrases` the words with `{name}` that they stand in, `shared` the checks that ask
    everybody the same.
    """

    choices: dict[str, tuple[int | float, ...]] = {}
    phrases: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def read_numbers(root: Path, folder: Path) -> Numbers:
    """Return the numbers of an exercise's task; none where it has no such file."""
    path = folder / NUMBERS
    if not path.is_file():
        return {}
    numbers = _numbers(read_toml(root, path, dict[str, Any]), place(root, path))
    for name in numbers:
        if not name.isidentifier():
            remedy = "Use letters, digits and underscores."
            raise CourseError(f"{name!r} can't name a number", where=place(root, path), remedy=remedy)
    return numbers


def read_rules(root: Path, folder: Path, numbers: Numbers) -> Rules:
    """Return how an exercise varies; in no way where the folder has no such file."""
    path = folder / RULES
    if not path.is_file():
        return Rules()
    rules = read_toml(root, path, Rules)
    where, known = place(root, path), f"There are: {', '.join(numbers) or 'none'} (exercises/{folder.name}/{NUMBERS})."
    for name, choices in rules.choices.items():
        if name not in numbers:
            raise CourseError(f"choices: the task has no number `{name}`", where=where, remedy=known)
        if not choices or len(set(choices)) < len(choices):
            remedy = "Write a list of different numbers."
            raise CourseError(f"choices: `{name}` has no numbers, or one of them twice", where=where, remedy=remedy)
    written: set[str] = set()
    for phrase in rules.phrases:
        if unknown := [name for name in names_in(phrase, where) if name not in numbers]:
            what = f"phrases: in {phrase!r} stands no number, but `{unknown[0]}`"
            raise CourseError(what, where=where, remedy=known)
        if (text := phrase.format(**numbers)) in written:
            remedy = "Take more words into both, so that one can tell which numbers are meant."
            raise CourseError(f"phrases: two of them read {text!r}", where=where, remedy=remedy)
        written.add(text)
    return rules


def names_in(phrase: str, where: str = "") -> list[str]:
    """Return the names of the numbers in a phrase."""
    try:
        return [name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None]
    except ValueError as error:
        remedy = "Write numbers as {name}; a brace itself is doubled."
        raise CourseError(f"phrases: {phrase!r} can't be read ({error})", where=where, remedy=remedy) from None


def numbers_text(text: str, numbers: Numbers) -> str:
    """Return the text of an exercise's `variant.toml` with other numbers; its comments stay."""

    def line(found: re.Match[str]) -> str:
        return f"{found[1]}{numbers[found[2]]}" if found[2] in numbers else found[0]

    return re.sub(r"^((\w+)\s*=\s*)[^\s#]+", line, text, flags=re.MULTILINE)


def read_given_out(root: Path, exercises: Mapping[str, Exercise]) -> dict[str, dict[str, Numbers]]:
    """Return each student's own numbers, by exercise; a `CourseError` where they don't fit the exercise."""
    path = root / "solutions" / GIVEN_OUT
    if not path.is_file():
        return {}
    table = read_toml(root, path, dict[str, dict[str, Any]])
    given = {
        slug: {student: _numbers(numbers, f"{place(root, path)}, {student!r}") for student, numbers in students.items()}
        for slug, students in table.items()
    }
    for slug, students in given.items():
        if slug not in exercises:
            # Another selection of exercises, or one that left the course: nothing of it is graded.
            continue
        wanted = exercises[slug].numbers
        for student, numbers in students.items():
            if numbers.keys() != wanted.keys():
                names = sorted(numbers.keys() ^ wanted.keys())
                what = f"the numbers of {student!r} for `{slug}` are not those of the exercise: {', '.join(names)}"
                remedy = "Release again after deleting this student's line, or undo the change of the exercise."
                raise CourseError(what, where=place(root, path), remedy=remedy)
    return given


def write_given_out(root: Path, given: Mapping[str, Mapping[str, Numbers]]) -> None:
    """Write each student's own numbers, whole or not at all, one line for each."""
    path = root / "solutions" / GIVEN_OUT
    lines = [HEADING]
    for slug, students in given.items():
        lines.append(f"[{slug}]\n")
        for student, numbers in sorted(students.items()):
            row = ", ".join(f"{name} = {number}" for name, number in numbers.items())
            lines.append(f"{_quoted(student)} = {{ {row} }}\n")
        lines.append("\n")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text("".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    draft.replace(path)


@contextlib.contextmanager
def none_else_gives_out(root: Path) -> Iterator[None]:
    """Let other releases of this course wait: each writes all numbers that it read, and would undo what was given meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = os.open(root / "solutions", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _numbers(table: Any, where: str) -> Numbers:
    """Return a table of a TOML file as numbers by name."""
    remedy = "Write lines like `rows = 3`."
    if not isinstance(table, dict):
        raise CourseError(f"{table!r} stands where numbers should", where=where, remedy=remedy)
    for name, number in table.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise CourseError(f"`{name}` is no number: {number!r}", where=where, remedy=remedy)
    return table


def _quoted(text: str) -> str:
    """Return a text as a TOML string, which JSON's is but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
