"""One file of a course -> text or record; a fault in it is a `CourseError` with file, line and remedy."""

import ast
import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from grader.errors import CourseError

T = TypeVar("T")


def place(root: Path, path: Path, line: int | None = None) -> str:
    """Return a file's path relative to the course, with the line where one is known."""
    relative = path.relative_to(root).as_posix()
    return relative if line is None else f"{relative}:{line}"


def read_text(root: Path, path: Path) -> str:
    """Return the text of a file of the course, its line ends as LF."""
    try:
        text = read_bytes(root, path).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "Save the file as UTF-8."
        raise CourseError("the file is not UTF-8", where=place(root, path, line), remedy=remedy) from None
    return text.replace("\r\n", "\n")


def read_bytes(root: Path, path: Path) -> bytes:
    """Return the content of a file of the course."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise missing_file(root, path) from None
    except OSError as error:
        remedy = "Make it a file that you can read."
        what = f"the file can't be read ({error.strerror})"
        raise CourseError(what, where=place(root, path), remedy=remedy) from None


def missing_file(root: Path, path: Path) -> CourseError:
    """Return the fault that a file of the course is not there."""
    remedy = "Write it, or take what needs it out of the course."
    return CourseError("the file is missing", where=place(root, path), remedy=remedy)


def read_toml(root: Path, path: Path, record: type[T]) -> T:
    """Return a TOML file as a record that allows no unknown key."""
    text = read_text(root, path)
    try:
        return msgspec.convert(tomllib.loads(text), record)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        remedy = "Mend the line; https://toml.io describes the format."
        raise CourseError(f"no valid TOML: {error}", where=place(root, path, line), remedy=remedy) from None
    except msgspec.ValidationError as error:
        raise _wrong_record(root, path, text, record, str(error)) from None


def parse_python(root: Path, path: Path, source: str) -> ast.Module:
    """Return the syntax tree of a Python file of the course; nothing of it runs."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as error:  # a NUL is the one or the other, by the version of Python
        what, line = f"no valid Python: {getattr(error, 'msg', error)}", getattr(error, "lineno", None)
        raise CourseError(what, where=place(root, path, line), remedy="Mend the syntax of this line.") from None


def _wrong_record(root: Path, path: Path, text: str, record: type, message: str) -> CourseError:
    """Return the fault that `msgspec` told: "Expected `int`, got `str` - at `$.units[0].due`"."""
    what, _, at = message.replace(" | null", "").partition(" - at ")
    inside = at.strip("`").removeprefix("$").removeprefix(".")
    within = f" in `{inside}`" if inside else ""
    if required := re.match(r"Object missing required field `([^`]*)`", what):
        remedy = f"Add `{required[1]} = ...`."
        return CourseError(f"the key `{required[1]}` is missing{within}", where=place(root, path), remedy=remedy)
    if unknown := re.match(r"Object contains unknown field `([^`]*)`", what):
        key, what = unknown[1], f"unknown key `{unknown[1]}`{within}"
        known = "" if inside else f" Known keys: {', '.join(_keys(record))}."
        remedy = f"Take it out, or mend its spelling.{known}"
    else:
        key = next((step for step in reversed(re.findall(r"[\w-]+", inside)) if not step.isdigit()), "")
        what, remedy = f"`{inside}`: {what}", "Write a value of the type that is expected."
    return CourseError(what, where=place(root, path, _line_of(text, key)), remedy=remedy)


def _keys(record: type) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(record)]


def _line_of(text: str, key: str) -> int | None:
    """Return the first line on which a TOML text sets `key` or opens its table."""
    pattern = rf'^\s*\[.*(?<![\w-]){re.escape(key)}(?![\w-])|(?:^|[{{,.])\s*"?{re.escape(key)}"?\s*[=.]'
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if key and re.search(pattern, line)), None)
