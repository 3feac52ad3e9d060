"""A notebook becomes the sources of its code cells, whatever it is."""

import json
import subprocess
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import ipynb


def notebook(*cells: object, **more: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def code(source: object = "x = 1", **more: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "source": source} | more


@pytest.mark.parametrize(
    "content",
    [
        notebook(code(metadata={"tags": None})),
        notebook(code(metadata=None)),
        notebook({"cell_type": "markdown", "metadata": {}}, code()),
        notebook({"cell_type": "raw", "source": None}, code(["x ", "= 1"])),
        json.dumps({"cells": [code()]}).encode(),
    ],
)
def test_what_does_not_matter_may_be_odd(content: bytes) -> None:
    """Odd metadata, odd text cells and a missing version lose no code."""
    assert ipynb.code_cells(content) == ["x = 1"]


def test_line_ends_are_line_feeds() -> None:
    """Foreign line ends in a cell become line feeds."""
    assert ipynb.code_cells(notebook(code("a\r\nb\rc"))) == ["a\nb\nc"]


def test_a_notebook_of_today_needs_no_conversion() -> None:
    """A notebook of format 4 is read without importing nbformat."""
    program = (
        "import sys; from grader import ipynb; "
        f"assert ipynb.code_cells({notebook(code())!r}) == ['x = 1']; assert 'nbformat' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, env={"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.parametrize(
    "old",
    [
        {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1", "outputs": []}]}]},
        {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1", "outputs": []}]}]},
        {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x = 1"}]},
    ],
)
def test_every_old_format_is_converted(old: dict[str, object]) -> None:
    """Notebooks of the formats 1 to 3 are read by way of nbformat."""
    content = json.dumps({"metadata": {}, "nbformat_minor": 0} | old).encode()
    assert ipynb.code_cells(content) == ["x = 1"]


@pytest.mark.parametrize(
    "content",
    [
        # Each of these leads nbformat to another exception.
        b'{"nbformat": 1, "cells": [{"cell_type": "x"}]}',
        b'{"nbformat": 1, "cells": 3}',
        b'{"nbformat": 3, "worksheets": 3}',
        b'{"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code"}]}]}',
        b'{"nbformat": -1, "cells": []}',
    ],
)
def test_a_malformed_old_notebook_is_broken(content: bytes) -> None:
    """Whatever exception the conversion of an old notebook ends with, the notebook is broken."""
    with pytest.raises(ipynb.BrokenNotebook) as caught:
        ipynb.code_cells(content)
    assert str(caught.value)


def test_python_under_a_notebooks_name_is_recognised() -> None:
    """Python code that is named .ipynb is told apart from a damaged notebook."""
    with pytest.raises(ipynb.BrokenNotebook, match="Python"):
        ipynb.code_cells(b"import torch\n\ndef add(x, y):\n    return x + y\n")


def test_an_old_notebook_of_many_megabytes_is_not_converted() -> None:
    """A large notebook of an old format is refused before nbformat builds it in memory."""
    content = b'{"nbformat": 3, "metadata": {}, "worksheets": [], "x": [' + b",".join([b"[]"] * 4_000_000) + b"]}"
    with pytest.raises(ipynb.BrokenNotebook, match="old format"):
        ipynb.code_cells(content)


def test_a_million_empty_cells_are_refused() -> None:
    """A notebook of very many cells is refused."""
    content = b'{"nbformat": 4, "cells": [' + b",".join([b'{"cell_type": "code"}'] * 50_000) + b"]}"
    with pytest.raises(ipynb.BrokenNotebook, match="10000"):
        ipynb.code_cells(content)


def test_outputs_are_not_built_in_memory() -> None:
    """A notebook's outputs cost no more memory than their bytes."""
    content = notebook(code(outputs=[[]] * 1_000_000))
    tracemalloc.start()
    try:
        assert ipynb.code_cells(content) == ["x = 1"]
        assert tracemalloc.get_traced_memory()[1] < 2 * len(content)
    finally:
        tracemalloc.stop()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = "cell_type code collapsed input language level metadata outputs output_type source tags text".split()
cells = st.dictionaries(st.sampled_from(fields), anything | st.sampled_from(["code", "markdown", "x"]), max_size=6)


@given(st.integers(0, 5), st.lists(cells | anything, max_size=3), st.dictionaries(st.sampled_from(fields), anything))
def test_no_cells_break_the_reading_of_a_notebook_of_any_format(
    version: int, listed: list[object], more: dict[str, object]
) -> None:
    """Whatever cells a notebook of whatever format has, the answer is text that can be sent on, or a broken notebook."""
    content = {"nbformat": version, "metadata": {}, "cells": listed, "worksheets": [{"cells": listed}]} | more
    try:
        for cell in ipynb.code_cells(json.dumps(content).encode()):
            cell.encode()
    except ipynb.BrokenNotebook as broken:
        assert str(broken)
