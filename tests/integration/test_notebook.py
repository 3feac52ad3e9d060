"""`notebook.check` in a running notebook."""

import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import notebook
from grader.errors import UsageError

RIGHT = "%matplotlib inline\ndef double(x):\n    return x + x"
WRONG = "def double(x):\n    return x + 2"
RAISES = "def double(x):\n    print('<b>here</b>')\n    return x[7]"
ASK = "from grader import notebook\n\nnotebook.check('double')"


@pytest.fixture(scope="module")
def session() -> Iterator[None]:
    """One warm session for all tests, closed after them."""
    yield
    notebook._checker().close()
    notebook._checker.cache_clear()


@pytest.fixture
def check_cells(monkeypatch: pytest.MonkeyPatch, mini_course: Path, session: None):
    """Return what a notebook in the course's folder shows that has run these cells: as text, and as HTML."""

    def run(*cells: str, slug: str = "double", lang: str = "en") -> tuple[str, str]:
        shown = []
        publisher = types.SimpleNamespace(publish=lambda data: shown.append(data))
        history = types.SimpleNamespace(input_hist_raw=["", *cells])
        shell = types.SimpleNamespace(history_manager=history, display_pub=publisher)
        monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.chdir(mini_course)
        notebook.check(slug, lang=lang)
        (only,) = shown
        return only["text/plain"], only["text/html"]

    return run


def test_the_functions_of_the_notebook_are_checked(check_cells) -> None:
    """The cells run so far are checked, the later definition counts, and the cell that asks is left out."""
    text, html = check_cells(WRONG, ASK)
    assert "that adds two" in text
    assert "that adds two" in html
    text, html = check_cells(WRONG, ASK, RIGHT, ASK)
    assert "✓ ones become twos" in text
    assert "ones become twos" in html
    assert "✗" not in html


def test_cells_have_the_numbers_that_the_notebook_shows(check_cells) -> None:
    """An exception is told with the number beside its cell, empty cells and earlier checks counted."""
    text, _ = check_cells("", ASK, RAISES, ASK)
    assert "cell 3, line 3: return x[7]" in text


def test_what_code_says_is_text_in_the_table(check_cells) -> None:
    """What the student's code prints, or puts into an exception, can't become HTML."""
    _, html = check_cells(RAISES)
    assert "&lt;b&gt;here&lt;/b&gt;" in html
    assert "<b>here" not in html


def test_hidden_checks_are_left_out(check_cells) -> None:
    """A notebook sees what the public checks say, and no more."""
    for told in check_cells(RIGHT, lang="zh"):
        assert "一变成二" in told
        assert "倍数" not in told


def test_an_unknown_exercise_gets_the_nearest_name(check_cells) -> None:
    """A mistyped exercise is answered with the nearest one."""
    with pytest.raises(UsageError) as caught:
        check_cells(RIGHT, slug="duoble")
    assert "double" in caught.value.remedy
    with pytest.raises(UsageError, match="no language"):
        check_cells(RIGHT, lang="fr")


def test_outside_of_a_notebook_the_command_is_named(monkeypatch: pytest.MonkeyPatch, mini_course: Path) -> None:
    """Called from a script, it says which command does the same."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    monkeypatch.chdir(mini_course)
    with pytest.raises(UsageError) as caught:
        notebook.check("double", lang="en")
    assert "grade check" in caught.value.remedy


def test_in_a_real_notebook(mini_course: Path) -> None:
    """A kernel shows the table after a first and a second try; a mistyped name is told without a traceback."""
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    import nbformat

    plain = RIGHT.partition("\n")[2]  # matplotlib need not be there
    asks = ["from grader import notebook\n\nnotebook.check('double', lang='en')", "notebook.check('duoble', lang='en')"]
    cells = [nbformat.v4.new_code_cell(source) for source in (WRONG, asks[0], plain, asks[0], asks[1])]
    cells[-1].metadata["tags"] = ["raises-exception"]
    opened = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(opened, timeout=120, resources={"metadata": {"path": str(mini_course)}})
    client.execute()
    first, second, typo = (opened.cells[index].outputs for index in (1, 3, 4))
    assert "that adds two" in first[0].data["text/html"]
    assert "1 check" not in first[0].data["text/plain"]
    assert "✓ ones become twos" in second[0].data["text/plain"]
    assert "Did you mean `double`?" in "".join(typo[0].traceback)
    assert "/grader/" not in "".join(typo[0].traceback)
