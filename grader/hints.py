"""Which hint helps now: the next one for a name of the contract that a check asks about."""

import ast
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from grader.model import Exercise, Finding, Outcome

# Where the code is not there, or can't be asked, the sentence says all: a hint would be in the way.
UNHINTED_KINDS = frozenset(("not-implemented", "missing-name", "not-callable", "wrong-parameters", "wrong-type"))
HINTED_OUTCOMES = frozenset((Outcome.FAILED, Outcome.ERRORED, Outcome.REFUSED))


class Hint(NamedTuple):
    """The hint `number` (from 1) `of` those for a name of the contract."""

    name: str
    number: int
    of: int
    text: str


def first_hint(exercise: Exercise, check: str, outcome: Outcome, finding: Finding | None, language: str) -> Hint | None:
    """Return the first hint for what a check asks about; None where it passed or no hint would help."""
    if outcome not in HINTED_OUTCOMES or finding is None or finding.kind in UNHINTED_KINDS:
        return None
    if finding.kind == "returned-nothing" and finding.parameters.get("name"):
        return None  # a constant that still has no value
    names = [str(finding.parameters.get("name")), *concerned_names(exercise, check)]
    return next_hint(hints_of(exercise, language), names, {})


def next_hint(hints: Mapping[str, Sequence[str]], names: Sequence[str], read: Mapping[str, int]) -> Hint | None:
    """Return the first hint for one of the names that was not read yet; `read` counts those that were."""
    for name in names:
        number, texts = read.get(name, 0), hints.get(name, ())
        if number < len(texts):
            return Hint(name, number + 1, len(texts), texts[number])
    return None


def hints_read(hints: Mapping[str, Sequence[str]], names: Sequence[str], read: Mapping[str, int]) -> list[Hint]:
    """Return the hints that were read, name by name."""
    return [
        Hint(name, number, len(hints[name]), text)
        for name in names
        for number, text in enumerate(hints[name][: read.get(name, 0)], start=1)
    ]


def hints_of(exercise: Exercise, language: str) -> Mapping[str, Sequence[str]]:
    """Return an exercise's hints by the names of its contract."""
    feedback = exercise.feedback.get(language)
    return feedback.hints if feedback else {}


def names_that_fail(exercise: Exercise, failed: Sequence[str]) -> tuple[str, ...]:
    """Return the names that failed checks ask for, in the order of the checks."""
    return tuple(dict.fromkeys(name for check in failed for name in concerned_names(exercise, check)))


def concerned_names(exercise: Exercise, check: str) -> tuple[str, ...]:
    """Return the names of the contract that a check asks a submission for, in the order in which they stand in it."""
    for source in exercise.check_files.values():
        functions = _functions(source)
        if check in functions:
            return _names_asked_for(functions, check, exercise.contract)
    return ()


@cache
def _functions(source: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def _names_asked_for(functions: dict[str, ast.FunctionDef], check: str, contract: tuple[str, ...]) -> tuple[str, ...]:
    """Follow a check through the probes and helpers of its file."""
    found: dict[str, None] = {}
    waiting, seen = [check], {check}
    while waiting:
        nodes = [node for node in ast.walk(functions[waiting.pop()]) if isinstance(node, ast.expr)]
        for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
            name = _name(node)
            if name in contract:
                found[name] = None
            elif isinstance(node, ast.Name) and name in functions and name not in seen:
                seen.add(name)
                waiting.append(name)
    return tuple(found)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.id if isinstance(node, ast.Name) else ""
