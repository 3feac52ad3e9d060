"""Where a program may be changed: its statements and expressions, each with a name that outlives other lines.

What says nothing about an answer is left out: docstrings, annotations, the words of an exception or an f-string.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

# Arguments that only guard against a slip of one's own: no answer depends on them.
GUARDS = ("strict",)


class Place(NamedTuple):
    """A place in the tree: the node, what holds it, and the pieces of code around it, the largest first."""

    node: ast.AST
    parent: ast.AST
    field: str
    position: int | None
    at: str
    around: tuple[ast.AST, ...]

    def put(self, new: ast.AST) -> None:
        """Put another node into this place."""
        if self.position is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.position] = new


def places(tree: ast.Module) -> Iterator[Place]:
    """Yield the places of a program, each before what it holds."""
    for index, statement in enumerate(tree.body):
        yield from _statement(Place(statement, tree, "body", index, _assigned(statement), ()))


def _assigned(statement: ast.stmt) -> str:
    """Return the names that a statement of the top level gives a value; `module` if none."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return ", ".join(ast.unparse(target) for target in targets if target is not None).strip("()") or "module"


def _statement(place: Place) -> Iterator[Place]:
    if _is_docstring(place.node):
        return
    at = place.at
    if isinstance(place.node, ast.FunctionDef | ast.ClassDef):
        at = place.node.name if at == "module" else f"{at}.{place.node.name}"
    else:
        yield place
    for field, index, child in _children(place.node):
        if isinstance(child, ast.stmt):
            yield from _statement(Place(child, place.node, field, index, at, ()))
        elif isinstance(child, ast.ExceptHandler):
            for position, inner in enumerate(child.body):
                yield from _statement(Place(inner, child, "body", position, at, ()))
        # What an exception says is not asked.
        elif not isinstance(place.node, ast.Raise):
            # Each entry of a table is named by its keys; elsewhere the statement is what a reader recognises.
            table = isinstance(place.parent, ast.Module)
            yield from _expression(Place(child, place.node, field, index, at, (place.node,)), table=table)


def _expression(place: Place, *, table: bool) -> Iterator[Place]:
    yield place
    # A negative number is one constant; the words of an f-string are read, not asked.
    if number_of(place.node) is not None and isinstance(place.node, ast.UnaryOp):
        return
    for field, index, child in _children(place.node):
        if isinstance(place.node, ast.JoinedStr) and isinstance(child, ast.Constant):
            continue
        at, around = place.at, (*place.around, place.node)
        if isinstance(place.node, ast.Dict):
            if field == "keys":
                continue
            key = place.node.keys[index or 0]
            if table and isinstance(key, ast.Constant):
                at, around = f"{at}[{key.value!r}]", ()
        yield from _expression(Place(child, place.node, field, index, at, around), table=table)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "op", "ops"):
            continue
        if isinstance(node, ast.keyword) and node.arg in GUARDS:
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from ((field, index, item) for index, item in enumerate(value) if isinstance(item, ast.AST))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def number_of(node: ast.AST) -> bool | int | float | None:
    """Return the number that a constant stands for, a minus before it included; None if it is no number."""
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)) if value is not True:
            return -value
    return None
