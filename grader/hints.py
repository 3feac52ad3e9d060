"""Which hint helps with which check: the one for the name of the contract that the check asks about."""

import ast
from functools import cache

from grader.model import Exercise, Finding, Outcome

# Where the code is not there, or can't be asked, the sentence says all: a hint would be in the way.
UNHINTED_KINDS = frozenset(("not-implemented", "missing-name", "not-callable", "wrong-parameters", "wrong-type"))
HINTED_OUTCOMES = frozenset((Outcome.FAILED, Outcome.ERRORED, Outcome.REFUSED))


def first_hint(exercise: Exercise, check: str, outcome: Outcome, finding: Finding | None, language: str) -> str:
    """Return the first hint for what a check asks about; "" where it passed or no hint would help."""
    if outcome not in HINTED_OUTCOMES or finding is None or finding.kind in UNHINTED_KINDS:
        return ""
    if finding.kind == "returned-nothing" and finding.parameters.get("name"):
        return ""  # a constant that still has no value
    feedback = exercise.feedback.get(language)
    names = [str(finding.parameters.get("name")), *concerned_names(exercise, check)]
    return next((feedback.hints[name][0] for name in names if feedback and feedback.hints.get(name)), "")


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
