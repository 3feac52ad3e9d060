"""Student source -> code objects; runs only in the jailed child, since parsing alone can exhaust memory."""

import __future__

import ast
from types import CodeType
from typing import NamedTuple

# Cell magics that only measure or hide what their body does; the others run it in another language or place.
KEEP_BODY = ("time", "capture")


class Cell(NamedTuple):
    """One piece of source, parsed and compiled, with the text that its line numbers count."""

    tree: ast.Module
    code: CodeType
    filename: str
    text: str


def compile_cell(text: str, number: int, filename: str, *, notebook: bool, flags: int = 0) -> tuple[Cell, int]:
    """Return the compiled cell and the `__future__` flags for the cells after it; raises what compiling raises.

    A notebook's cell may hold IPython's own syntax, which is left out line by line, and late `__future__` imports.
    """
    tree = _parse(text, filename, notebook=notebook)
    if notebook:
        flags |= _take_future_imports(tree)
        filename = f"{filename}[{number}]"
    code = compile(tree, filename, "exec", flags=flags, dont_inherit=True)
    return Cell(tree, code, filename, text), flags


def _parse(text: str, filename: str, *, notebook: bool) -> ast.Module:
    try:
        return ast.parse(text, filename)
    except SyntaxError:
        plain = without_magics(text) if notebook else text
        if plain == text:
            raise
        return ast.parse(plain, filename)


def without_magics(text: str) -> str:
    """Return a cell's text with IPython's lines replaced by `pass`, so that line numbers stay as they are."""
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        words = lines[first][2:].split()
        if not words or words[0] not in KEEP_BODY:
            return "pass"
        lines[first] = "pass"
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    code = line.strip()
    assigned = code.partition("=")[2].lstrip()
    magic = code.startswith(("%", "!", "?")) or code.endswith("?") or assigned.startswith(("%", "!"))
    return line[: len(line) - len(line.lstrip())] + "pass" if magic else line


def _take_future_imports(tree: ast.Module) -> int:
    flags = 0
    for node in [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]:
        for alias in node.names:
            feature = getattr(__future__, alias.name, None)
            if not isinstance(feature, __future__._Feature):
                raise SyntaxError(f"future feature {alias.name} is not defined")
            flags |= feature.compiler_flag
        tree.body.remove(node)
    return flags
