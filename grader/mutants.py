"""A reference -> its mutants: the same program with one small fault, as a student might bring it in.

How it works: the reference is read as a syntax tree; every place inside the marked regions is offered to the operators, and
each change that one of them makes is written out as a program of its own. Nothing here runs.
"""

import ast
import warnings
from collections import Counter
from itertools import takewhile

from grader.faults import Faults
from grader.model import Record
from grader.places import Place, places
from grader.regions import find_regions

# A change is shown in the largest piece of code around it that fits into one line.
LINE = 100


class Mutant(Record, frozen=True):
    """A reference with one fault: `was` became `now`, in the function or constant `at`.

    These three name a mutant for good: other lines may come and go around it. `line` is where it stands at present.
    """

    operator: str
    at: str
    line: int
    was: str
    now: str
    source: str


def mutants(source: str, path: str) -> list[Mutant]:
    """Return the mutants of a reference in the order of its lines, no two of them the same program."""
    tree = ast.parse(source)
    lines = {line for region in find_regions(source, path) for line in range(region.begin, region.end + 1)}
    faults = Faults(tree)
    seen = {ast.unparse(tree)}
    named: Counter[tuple[str, str, str]] = Counter()
    found = []
    for place in places(tree):
        if getattr(place.node, "lineno", 0) not in lines:
            continue
        for operator, new in faults.at(place):
            was, now, text = _written(tree, place, new)
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            now = now if now != was else f"{now}  # {operator}"
            named[place.at, was, now] += 1
            again = named[place.at, was, now]
            at = place.at if again == 1 else f"{place.at} ({again})"
            line: int = getattr(place.node, "lineno")  # noqa: B009
            found.append(Mutant(operator=operator, at=at, line=line, was=was, now=now, source=text + "\n"))
    return found


def _written(tree: ast.Module, place: Place, new: ast.AST) -> tuple[str, str, str]:
    """Return the piece of code around a change before and after it, and the whole program after it."""
    pieces = [*place.around, place.node]
    shown = next((piece for piece in pieces if len(_first_line(piece)) <= LINE), place.node)
    was = _first_line(shown)
    place.put(new)
    now, text = _first_line(new if shown is place.node else shown), ast.unparse(tree)
    place.put(place.node)
    return *_cut(was, now), text


def _cut(was: str, now: str) -> tuple[str, str]:
    """Return two lines, cut around the place where they begin to differ if one is too long."""
    if max(len(was), len(now)) <= LINE:
        return was, now
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now)))
    start = max(0, alike - LINE // 4)
    return _window(was, start), _window(now, start)


def _window(line: str, start: int) -> str:
    return f"{'... ' if start else ''}{line[start : start + LINE]}{' ...' if len(line) > start + LINE else ''}"


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _compiles(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "mutant", "exec")
        except (SyntaxError, ValueError):
            return False
    return True
