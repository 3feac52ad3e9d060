"""Stub -> notebook stub: the task, one cell for each thing to write, and a cell that checks."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any


def stub_notebook(stub: str, readme: str, slug: str) -> str:
    """Return a notebook (nbformat 4.5) with the text of the task and the stub in cells; same input, same bytes."""
    cells = [_cell("markdown", readme.strip("\n"))]
    cells += [_cell("code", source) for source in split_cells(stub)]
    cells.append(_cell("code", f'from grader import notebook\nnotebook.check("{slug}")', tags=["scratch"]))
    for position, cell in enumerate(cells):
        cell["id"] = f"cell-{position}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def split_cells(stub: str) -> list[str]:
    """Return a stub in pieces: its imports, then each function, class and group of constants with its comments.

    The module's docstring is left out: the text of the task stands above it.
    """
    imports: list[str] = []
    pieces: list[str] = []
    previous = ""
    for kind, source in _chunks(stub):
        if kind == "import":
            imports.append(source)
        elif kind == previous == "constant" and not source.startswith("\n"):
            pieces[-1] += "\n" + source
        elif kind != "docstring":
            pieces.append(source)
        previous = kind
    cells = ["\n".join(imports), *pieces]
    return [cell.strip("\n") for cell in cells if cell.strip()]


def _chunks(stub: str) -> Iterator[tuple[str, str]]:
    """Yield each top-level statement's kind and source, with the blank lines and comments before it."""
    lines = stub.rstrip("\n").split("\n")
    body = ast.parse(stub).body
    position = 0
    for index, statement in enumerate(body):
        end = (statement.end_lineno or 0) if index + 1 < len(body) else len(lines)
        while end < len(lines) and re.match(r"\s+#", lines[end]):
            end += 1  # a comment at the end of a function
        if end > position:  # else it shares its line with the one before
            yield _kind(statement, index), "\n".join(lines[position:end])
            position = end


def _kind(statement: ast.stmt, index: int) -> str:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return "import"
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return "definition"
    if index == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return "docstring"
    return "constant"


def _cell(kind: str, source: str, **metadata: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": metadata, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
