"""Notebook cells become code, whatever IPython put into them."""

import pytest

from grader.sandbox.source import compile_cell, without_magics

MAGICS = {
    "%matplotlib inline\nx = 1": {"x": 1},
    "!pip install torch\nx = 1": {"x": 1},
    "x = 1\n%timeit x + 1\ny = 2": {"x": 1, "y": 2},
    "%%time\nx = 1": {"x": 1},
    "%%capture out\nx = 1": {"x": 1},
    "\n%%time\nx = 1": {"x": 1},
    "%%bash\nrm -rf /": {},
    "%%html\n<b>": {},
    "if True:\n    !ls\n    x = 1": {"x": 1},
    "files = !ls\nx = 1": {"x": 1},
    "x = 1\nprint?": {"x": 1},
    "?print\nx = 1": {"x": 1},
    "x = 7\nx = x \\\n    % 4": {"x": 3},
    "x = '''\n%timeit\n'''": {"x": "\n%timeit\n"},
    "x = 1\nfrom __future__ import annotations\ny = 2": {"x": 1, "y": 2},
}


@pytest.mark.parametrize(("text", "names"), MAGICS.items())
def test_magics_are_left_out_and_the_rest_runs(text: str, names: dict[str, object]) -> None:
    """Lines of IPython's own are left out, `%%time` and `%%capture` keep their body, other cell magics drop it."""
    cell, _ = compile_cell(text, 1, "a.ipynb", notebook=True)
    namespace: dict[str, object] = {}
    exec(cell.code, namespace)
    assert {name: value for name, value in namespace.items() if name in ("x", "y")} == names


@pytest.mark.parametrize("text", MAGICS)
def test_line_numbers_stay(text: str) -> None:
    """What is left out leaves its line, so that errors name the student's own line."""
    plain = without_magics(text)
    assert plain == "pass" or plain.count("\n") == text.count("\n")


def test_a_python_file_may_hold_no_magics() -> None:
    """In a .py file `%` lines are a syntax error, as for Python itself."""
    with pytest.raises(SyntaxError):
        compile_cell("%matplotlib inline", 1, "a.py", notebook=False)


def test_a_future_import_counts_for_later_cells() -> None:
    """`from __future__` in one cell holds in the later ones, as in a notebook."""
    _, flags = compile_cell("from __future__ import annotations", 1, "a.ipynb", notebook=True)
    cell, _ = compile_cell("def f(x: unknown): return x", 2, "a.ipynb", notebook=True, flags=flags)
    exec(cell.code, {})


def test_an_unknown_future_is_a_syntax_error() -> None:
    """A future feature that Python does not have is refused like any other syntax error."""
    with pytest.raises(SyntaxError):
        compile_cell("from __future__ import hovercraft", 1, "a.ipynb", notebook=True)
