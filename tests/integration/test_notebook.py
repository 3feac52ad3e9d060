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
ASK = "from grader import notebook\n\nnotebook.check('double')"


@pytest.fixture(scope="module")
def session() -> Iterator[None]:
    """One warm session for all tests, closed after them."""
    yield
    notebook._session().close()
    notebook._session.cache_clear()


@pytest.fixture
def run_cells(monkeypatch: pytest.MonkeyPatch, mini_course: Path, session: None):
    """Pretend that a notebook in the course's folder has run these cells."""

    def run(*cells: str) -> None:
        history = types.SimpleNamespace(input_hist_raw=["", *cells])
        shell = types.SimpleNamespace(history_manager=history)
        monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.chdir(mini_course)

    return run


def test_the_functions_of_the_notebook_are_checked(run_cells, capsys: pytest.CaptureFixture[str]) -> None:
    """The cells run so far are checked, the later definition counts, and the cell that asks is left out."""
    run_cells(WRONG, ASK)
    notebook.check("double", lang="en")
    assert "that adds two" in capsys.readouterr().out
    run_cells(WRONG, ASK, RIGHT, ASK)
    notebook.check("double", lang="en")
    assert "✓ ones become twos" in capsys.readouterr().out


def test_hidden_checks_are_left_out(run_cells, capsys: pytest.CaptureFixture[str]) -> None:
    """A notebook sees what the public checks say, and no more."""
    run_cells(RIGHT)
    notebook.check("double", lang="zh")
    told = capsys.readouterr().out
    assert "一变成二" in told
    assert "倍数" not in told


def test_an_unknown_exercise_gets_the_nearest_name(run_cells) -> None:
    """A mistyped exercise is answered with the nearest one."""
    run_cells(RIGHT)
    with pytest.raises(UsageError) as caught:
        notebook.check("duoble", lang="en")
    assert "double" in caught.value.remedy


def test_outside_of_a_notebook_the_command_is_named(monkeypatch: pytest.MonkeyPatch, mini_course: Path) -> None:
    """Called from a script, it says which command does the same."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    monkeypatch.chdir(mini_course)
    with pytest.raises(UsageError) as caught:
        notebook.check("double", lang="en")
    assert "grade check" in caught.value.remedy
