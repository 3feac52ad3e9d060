"""Reference solution -> stub and notebook stub.

A marked region inside a function becomes `raise NotImplementedError`; at the top level, or in a class, each public
name that it assigns becomes `NAME = None  # your answer`, and the rest of the region vanishes. Lines `# STUB: text`
in a region stand in the stub as `text`.
"""

import ast
import hashlib
import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.checkfiles import assigned_names
from grader.course import Course
from grader.coursefiles import parse_python, read_text
from grader.errors import CourseError
from grader.model import Exercise, Numbers
from grader.regions import STUB_LINE, Region, find_regions
from grader.stubcells import stub_notebook
from grader.variantfiles import read_rules
from grader.variants import encode, with_numbers

__all__ = ["out_of_date", "stub_digests", "stub_notebook", "stub_source", "write_stubs"]

Owner = ast.Module | ast.stmt


def out_of_date(course: Course) -> list[Path]:
    """Return the stubs that are missing, or are not what their reference gives."""
    return [path for path, text in _stubs(course) if not path.is_file() or path.read_bytes() != text.encode()]


def write_stubs(course: Course) -> list[Path]:
    """Write the stubs that are out of date, each whole or not at all; return their paths."""
    changed = out_of_date(course)
    for path, text in _stubs(course):
        if path in changed:
            draft = path.with_name(f".{path.name}.{os.getpid()}")
            draft.write_text(text, encoding="utf-8", newline="\n")
            draft.replace(path)
    return changed


def stub_digests(
    course: Course, given_out: Mapping[str, Mapping[str, Numbers]] | None = None
) -> dict[str, frozenset[str]]:
    """Return, by exercise, the SHA-256 digests of the stubs as students received them: who hands one in did nothing.

    `given_out` are the students' own numbers, with which they received other stubs.
    """
    root = Path(course.root)
    digests = {}
    for slug, exercise in course.exercises.items():
        paths = [root / "exercises" / slug / (slug + suffix) for suffix in (".py", ".ipynb")]
        stubs = [path.read_bytes() for path in paths if path.is_file()]
        own = list((given_out or {}).get(slug, {}).values())
        phrases = read_rules(root, root / "solutions" / slug, exercise.numbers).phrases if own else ()
        # A class has many students and few variants.
        distinct = {encode(numbers): numbers for numbers in own}.values()
        copies = [
            with_numbers(stub.decode(), phrases, exercise.numbers, numbers).encode()
            for numbers in distinct
            for stub in stubs
        ]
        digests[slug] = frozenset(hashlib.sha256(content).hexdigest() for content in (*stubs, *copies))
    return digests


def stub_source(reference: str, slug: str) -> str:
    """Return what a student receives of a reference."""
    path = f"solutions/{slug}/{slug}.py"
    regions = find_regions(reference, path)
    tree = parse_python(Path(), Path(path), reference)
    lines = reference.split("\n")
    stub: list[str] = []
    origins: list[int] = []  # for each line of the stub, the line of the reference that it comes from
    position = 0
    for region in regions:
        stub += lines[position : region.begin - 1]
        origins += range(position + 1, region.begin)
        left = _replacement(tree, region, lines, path)
        position = region.end
        if left:
            stub += left
            origins += [region.begin] * len(left)
        else:
            position = _close_gap(stub, origins, lines, position)
    stub += lines[position:]
    origins += range(position + 1, len(lines) + 1)
    _expect_python("\n".join(stub), origins, path)
    return "\n".join(stub).strip("\n") + "\n"


def _stubs(course: Course) -> Iterator[tuple[Path, str]]:
    for exercise in course.exercises.values():
        if exercise.reference:
            folder = Path(course.root) / "exercises" / exercise.slug
            yield from _stubs_of(course, exercise, folder)


def _stubs_of(course: Course, exercise: Exercise, folder: Path) -> Iterator[tuple[Path, str]]:
    stub = stub_source(exercise.reference, exercise.slug)
    readme = read_text(Path(course.root), folder / "README.md")
    yield folder / f"{exercise.slug}.py", stub
    yield folder / f"{exercise.slug}.ipynb", stub_notebook(stub, readme, exercise.slug)


def _replacement(tree: ast.Module, region: Region, lines: list[str], path: str) -> list[str]:
    """Return the lines that stand in the stub where the region was."""
    content = list(_content(tree, (), region, path))
    if not content:
        remedy = "Put the marks around statements, or take them out."
        raise CourseError("a marked region has nothing in it", where=f"{path}:{region.begin}", remedy=remedy)
    owners = content[0][1]
    if any(other != owners for _, other in content):
        raise _cuts(region, path)
    marked = [STUB_LINE.match(line) for line in lines[region.begin : region.end]]
    given = [(found[1] + (found[2] or "")).rstrip() for found in marked if found]
    statements = [statement for statement, _ in content]
    indentation = " " * statements[0].col_offset
    names = [owner.name for owner in owners if isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    if any(isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef)) for owner in owners):
        if _ends_the_function(given):
            return given
        return [*given, f'{indentation}raise NotImplementedError("{".".join(names)}: write your code here")']
    bound = _names_bound_by(given)
    wanted = dict.fromkeys(name for statement in statements for name in assigned_names(statement))
    missing = [name for name in wanted if name not in bound and not name.startswith("_")]
    return given + [f"{indentation}{name} = None  # your answer" for name in missing]


def _content(
    owner: Owner, owners: tuple[ast.stmt, ...], region: Region, path: str
) -> Iterator[tuple[ast.stmt, tuple[ast.stmt, ...]]]:
    """Yield the outermost statements in a region, each with what they stand in."""
    for statement in _statements(owner):
        decorators = getattr(statement, "decorator_list", [])
        begin = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
        end = statement.end_lineno or begin
        if end < region.begin or begin > region.end:
            continue
        if region.begin < begin and end < region.end:
            yield statement, owners
            continue
        if begin > region.begin or not any(_statements(statement)):
            raise _cuts(region, path)
        yield from _content(statement, (*owners, statement), region, path)


def _statements(owner: Owner) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(owner):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            yield from child.body


def _cuts(region: Region, path: str) -> CourseError:
    remedy = "Put the marks around whole statements of one block."
    return CourseError("a marked region cuts through a statement", where=f"{path}:{region.begin}", remedy=remedy)


def _ends_the_function(given: list[str]) -> bool:
    """Return whether lines given in the stub end the function by themselves."""
    return any(re.match(r"\s*(raise|return|yield)\b", line) for line in given)


def _names_bound_by(given: list[str]) -> set[str]:
    try:
        body = ast.parse(textwrap.dedent("\n".join(given))).body
    except SyntaxError:  # the whole stub is parsed later, and tells the line
        return set()
    return {name for statement in body for name in assigned_names(statement)}


def _close_gap(stub: list[str], origins: list[int], lines: list[str], position: int) -> int:
    """Make one gap of the blank lines before and after a region that vanished; return the next line to copy."""
    before = after = 0
    while stub and not stub[-1].strip():
        stub.pop()
        origins.pop()
        before += 1
    while position < len(lines) and not lines[position].strip():
        position += 1
        after += 1
    blank = max(before, after) if stub else 0
    stub += [""] * blank
    origins += [position] * blank
    return position


def _expect_python(stub: str, origins: list[int], path: str) -> None:
    try:
        ast.parse(stub)
    except SyntaxError as error:
        line = origins[min(error.lineno or 1, len(origins)) - 1]
        remedy = "Leave a statement there: put `# STUB: ...` into the marked region."
        what = f"without its marked regions this is no valid Python ({error.msg})"
        raise CourseError(what, where=f"{path}:{line}", remedy=remedy) from None
