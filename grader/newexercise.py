"""A new exercise: two folders that keep every promise from the start, with words to be replaced.

In a folder without a course it makes one.
"""

import keyword
import re
import shutil
import sys
import tomllib
from pathlib import Path

from grader.course import read_course
from grader.coursefiles import place, read_text
from grader.errors import CourseError, UsageError, did_you_mean
from grader.stubs import write_stubs
from grader.template import COURSE_FILES, EXERCISE_FILES, filled

# What a file of this name would hide from `import`.
TAKEN = sys.stdlib_module_names | {"torch", "numpy", "grader", "pytest", "test_public", "test_hidden", "conftest"}


def make_exercise(root: Path, slug: str, unit: str | None) -> list[Path]:
    """Write a new exercise into the course in `root` (a new course if there is none) and return its files."""
    expect_slug(slug)
    folders = [root / top / slug for top in ("exercises", "solutions")]
    for folder in folders:
        if folder.exists():
            raise UsageError("this folder is there already", where=str(folder), remedy="Choose another name.")
    listing = root / "exercises" / "course.toml"
    is_new = not listing.is_file()
    if not is_new and not (root / "solutions").is_dir():
        remedy = "Begin it in the teacher's course, with --course DIR."
        raise UsageError("this is a student's copy of a course, without solutions", where=str(root), remedy=remedy)
    if not is_new:
        read_course(root, only=())  # tells what is wrong with the file that we are about to change
    text = "" if is_new else with_exercise(read_text(root, listing), slug, unit, place(root, listing))
    files = {name: filled(content, slug, unit) for name, content in EXERCISE_FILES.items()}
    if is_new:
        files |= {name: filled(content, slug, unit) for name, content in COURSE_FILES.items()}
    written: list[Path] = []
    try:
        for name, content in files.items():
            path = root / name.replace("SLUG", slug)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_text(content, encoding="utf-8", newline="\n")
                written.append(path)
        if not is_new:
            draft = listing.with_name(".course.toml.new")
            draft.write_text(text, encoding="utf-8", newline="\n")
            draft.replace(listing)
    except OSError as error:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        remedy = "Choose a folder that you may write to, with --course DIR."
        raise UsageError(f"the exercise can't be written: {error.strerror}", where=str(root), remedy=remedy) from None
    return [*written, *write_stubs(read_course(root, only={slug}))]


def expect_slug(slug: str) -> None:
    """Raise a `UsageError` unless a name can be an exercise's, and a module's and a function's in its stub."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        remedy = "Use lower-case letters, digits and underscores, a letter first: `weighted_mean`."
        raise UsageError(f"{slug!r} can't name an exercise", remedy=remedy)
    if keyword.iskeyword(slug) or slug in TAKEN:
        remedy = "Choose another name: students' files bear it."
        raise UsageError(f"`{slug}` is a word or a module of Python", remedy=remedy)


def with_exercise(text: str, slug: str, unit: str | None, where: str) -> str:
    """Return the text of a course.toml with an exercise at the end of a unit; its layout and comments stay."""
    course = tomllib.loads(text)
    units = course["units"]
    if any(slug in each["exercises"] for each in units):
        raise UsageError(f"the course has `{slug}` already", where=where, remedy="Choose another name.")
    number = _unit_number(units, unit)
    units[number]["exercises"].append(slug)
    heads = [found.end() for found in re.finditer(r"^\s*\[\[\s*units\s*\]\]", text, re.MULTILINE)]
    remedy = f'Write "{slug}" into the list of its unit by hand, and make the exercise again with another name.'
    if number < len(heads):
        start = heads[number]
        found = re.compile(r"^(\s*exercises\s*=\s*\[)([^\]]*)\]", re.MULTILINE).search(text, start)
        if found:
            changed = text[: found.start(2)] + _with_item(found[2], slug) + text[found.end(2) :]
            # Brackets in comments or texts may have led us astray: what counts is what the file then says.
            if _says(changed) == course:
                return changed
    raise CourseError(f"the list of exercises can't be extended with `{slug}`", where=where, remedy=remedy)


def _unit_number(units: list[dict[str, object]], wanted: str | None) -> int:
    titles = [list(dict(each["title"]).values()) for each in units]  # type: ignore[call-overload]
    listed = ", ".join(f"`{names[0]}`" for names in titles)
    if wanted is None:
        if len(units) == 1:
            return 0
        raise UsageError("the course has several units", remedy=f"Name one with --unit: {listed}.")
    for number, names in enumerate(titles):
        if wanted.casefold() in [name.casefold() for name in names]:
            return number
    remedy = did_you_mean(wanted, [name for names in titles for name in names]) or f"There are: {listed}."
    raise UsageError(f"there is no unit `{wanted}`", remedy=remedy)


def _with_item(items: str, slug: str) -> str:
    """Return what stands between the brackets of a list with one more text at its end."""
    body = items.rstrip()
    if not body:
        return f'"{slug}"'
    lines = body.split("\n")
    ends_with_comment = "#" in lines[-1]
    if len(lines) == 1 and not ends_with_comment:
        return f'{body.rstrip(",")}, "{slug}"'
    indent = re.match(r"\s*", lines[-1])[0]  # type: ignore[index]
    comma = "" if body.endswith(",") or ends_with_comment else ","
    return f'{body}{comma}\n{indent}"{slug}",\n'


def _says(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
