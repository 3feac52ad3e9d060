"""Check files and references, read as syntax trees: what they declare, without running them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.coursefiles import parse_python, place
from grader.errors import CourseError
from grader.model import Check, Record, Visibility
from grader.regions import find_regions

SIGNATURE = '@check(points=2, after="test_other")'
OFFERED = ("student", "inputs")


class Words(Record, frozen=True):
    """The names that the feedback files must have words for, each with a place where it is used."""

    misconceptions: dict[str, str]
    notes: dict[str, str]


def read_checks(root: Path, path: Path, source: str, *, hidden: bool, earlier: tuple[Check, ...] = ()) -> list[Check]:
    """Return the checks of a file in its order; `earlier` are those that come before it."""
    checks: list[Check] = []
    names = {check.name for check in earlier}
    for function, mark in _marked_functions(root, path, parse_python(root, path, source)):
        where = place(root, path, function.lineno)
        check = _read_check(function.name, mark, hidden=hidden, where=where)
        if check.name in names:
            raise CourseError(f"there is a second check `{check.name}`", where=where, remedy="Rename one of them.")
        if check.after is not None and check.after not in names:
            remedy = "Name a check that stands above this one (public checks come first)."
            raise CourseError(f"after={check.after!r} names no earlier check", where=where, remedy=remedy)
        names.add(check.name)
        checks.append(check)
    if not checks and not hidden:
        raise CourseError("the file has no checks", where=place(root, path), remedy=f"Add a function with {SIGNATURE}.")
    return checks


def read_words(root: Path, path: Path, source: str) -> Words:
    """Return the misconceptions and notes that a check file names in literal arguments.

    Names that it computes show when known answers are graded (`grader.verify`).
    """
    misconceptions: dict[str, str] = {}
    notes: dict[str, str] = {}
    for node in ast.walk(parse_python(root, path, source)):
        if isinstance(node, ast.Call):
            for name in _diagnoses(node):
                misconceptions.setdefault(name, place(root, path, node.lineno))
            for name in _first_argument(node) if _called_name(node) == "note" else []:
                notes.setdefault(name, place(root, path, node.lineno))
    return Words(misconceptions=misconceptions, notes=notes)


def read_wrong_answers(root: Path, folder: Path) -> Words:
    """Return the misconceptions that the files of a folder of wrong answers are named by."""
    paths = sorted(folder.glob("*.py"))
    return Words(misconceptions={path.name.split(".")[0]: place(root, path) for path in paths}, notes={})


def read_contract(root: Path, path: Path, source: str) -> tuple[str, ...]:
    """Return the public names that a reference defines at its top level, without what its stub leaves out."""
    regions = find_regions(source, place(root, path))
    names: dict[str, None] = {}
    for node in parse_python(root, path, source).body:
        vanishes = any(region.begin < node.lineno < region.end for region in regions)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.update({} if vanishes else {node.name: None})
        else:
            names.update(dict.fromkeys(assigned_names(node)))
    return tuple(name for name in names if not name.startswith("_"))


def assigned_names(node: ast.stmt) -> list[str]:
    """Return the names that a statement binds by assignment."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    return [
        name.id
        for target in targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    ]


def _marked_functions(root: Path, path: Path, tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = [mark for mark in node.decorator_list if _name_of(mark) == "check"]
        where = place(root, path, node.lineno)
        if marks and not node.name.startswith("test_"):
            remedy = "Let its name begin with test_."
            raise CourseError(f"the check `{node.name}` is no test", where=where, remedy=remedy)
        if not node.name.startswith("test_"):
            continue
        if len(marks) != 1 or not isinstance(marks[0], ast.Call):
            raise CourseError(
                f"`{node.name}` is not marked as a check", where=where, remedy=f"Write {SIGNATURE} above it."
            )
        arguments = node.args
        named = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        more = [each.arg for each in (arguments.vararg, arguments.kwarg) if each is not None]
        if asked := [name for name in named if name not in OFFERED] + more:
            remedy = f"A check is offered {' and '.join(f'`{name}`' for name in OFFERED)}; it may take both or one."
            raise CourseError(f"the check `{node.name}` asks for `{asked[0]}`", where=where, remedy=remedy)
        yield node, marks[0]


def _read_check(name: str, mark: ast.Call, *, hidden: bool, where: str) -> Check:
    remedy = f"Write {SIGNATURE}, with literal values."
    if mark.args:
        raise CourseError(f"`{name}`: check takes no positional arguments", where=where, remedy=remedy)
    words: dict[str, Any] = {}
    for keyword in mark.keywords:
        if keyword.arg not in ("points", "after", "visibility"):
            raise CourseError(f"`{name}`: check has no argument {keyword.arg!r}", where=where, remedy=remedy)
        try:
            words[keyword.arg] = ast.literal_eval(keyword.value)
        except ValueError:
            raise CourseError(f"`{name}`: {keyword.arg} is no literal", where=where, remedy=remedy) from None
    points, after, visibility = words.get("points"), words.get("after"), words.get("visibility", "hidden")
    if isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 <= points < float("inf"):
        what = f"`{name}`: points must be a number that is not negative"
        raise CourseError(what, where=where, remedy=remedy)
    if not isinstance(after, (str, type(None))):
        raise CourseError(f"`{name}`: after must be the name of a check", where=where, remedy=remedy)
    if visibility not in tuple(Visibility):
        remedy = f"Use one of {', '.join(Visibility)}."
        raise CourseError(f"`{name}`: visibility={visibility!r} is unknown", where=where, remedy=remedy)
    return Check(name=name, points=float(points), hidden=hidden, after=after, visibility=Visibility(visibility))


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _called_name(call: ast.Call) -> str:
    return _name_of(call.func) if isinstance(call.func, (ast.Name, ast.Attribute)) else ""


def _diagnoses(call: ast.Call) -> list[str]:
    names = _first_argument(call) if _called_name(call) == "misconception" else []
    for keyword in call.keywords:
        if keyword.arg == "diagnosis" or (keyword.arg == "name" and _called_name(call) == "misconception"):
            names += _strings(keyword.value)
        elif keyword.arg == "instead" and isinstance(keyword.value, ast.Dict):
            names += _keys(keyword.value)
    return names


def _first_argument(call: ast.Call) -> list[str]:
    return _strings(call.args[0]) if call.args else []


def _keys(node: ast.Dict) -> list[str]:
    return [name for key in node.keys if key is not None for name in _strings(key)]


def _strings(node: ast.expr) -> list[str]:
    """Return the strings that an expression can be, as far as they stand in it."""
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
