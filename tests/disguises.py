"""What students do to a copied program so that it looks like their own. The result need not run: it is only read."""

import ast
import builtins
import random
from collections.abc import Collection

EXTRA = ("unused = 0", "tmp = None", "assert True", "n_done = 1 + 1")
Source = str


def renamed(source: Source, contract: Collection[str]) -> Source:
    """Return a program with other names, no remarks and another layout: all that a renaming and a formatter do."""
    tree = ast.parse(source)
    _drop_docstrings(tree)
    keywords = {each.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for each in node.keywords}
    modules = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if "." in alias.name and not alias.asname
    }
    return ast.unparse(_Renamer({*contract, *keywords, *modules, *dir(builtins)}).visit(tree))


def functions_moved(source: Source, chance: random.Random) -> Source:
    """Return a program whose functions and constants stand in another order."""
    tree = ast.parse(source)
    head = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    rest = [node for node in tree.body if node not in head]
    chance.shuffle(rest)
    tree.body = head + rest
    return ast.unparse(tree)


def statements_swapped(source: Source, chance: random.Random, share: float = 0.4) -> Source:
    """Return a program in which neighbouring assignments change places."""
    tree = ast.parse(source)
    movable = ast.Assign | ast.AugAssign | ast.Expr
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and not isinstance(node, ast.Module):
            for at in range(0, len(body) - 1, 2):
                if isinstance(body[at], movable) and isinstance(body[at + 1], movable) and chance.random() < share:
                    body[at], body[at + 1] = body[at + 1], body[at]
    return ast.unparse(tree)


def edited(source: Source, chance: random.Random, times: int = 2) -> Source:
    """Return a program with other messages and a few statements that do nothing."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args = [ast.Constant("this is not what was asked for")]
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for _ in range(times if bodies else 0):
        body = chance.choice(bodies)
        body.insert(chance.randrange(len(body)), ast.parse(chance.choice(EXTRA)).body[0])
    return ast.unparse(tree)


def thoroughly(source: Source, contract: Collection[str], chance: random.Random) -> Source:
    """Return a program after all of these."""
    moved = functions_moved(renamed(source, contract), chance)
    return edited(statements_swapped(moved, chance), chance)


class _Renamer(ast.NodeTransformer):
    """Gives every name of the program another one."""

    def __init__(self, kept: Collection[str]) -> None:
        self._kept, self._names = kept, {}

    def _new(self, name: str) -> str:
        if name in self._kept or name.startswith("__"):
            return name
        return self._names.setdefault(name, f"name_{'abcdefgh'[len(self._names) % 8]}{len(self._names)}")

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("id", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not isinstance(node, ast.alias | ast.keyword):
                setattr(node, field, self._new(value))
        if isinstance(node, ast.alias) and node.name != "*" and ("." not in node.name or node.asname):
            new = self._new(node.asname or node.name)
            node.asname = new if new != node.name else None
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [self._new(name) for name in node.names]
        return node


def _drop_docstrings(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
