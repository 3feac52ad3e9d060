"""The page of `grade check --watch`."""

import pytest

from grader.layout import Look
from grader.watchboard import Board


@pytest.fixture(autouse=True)
def small_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of eight lines."""
    monkeypatch.setenv("LINES", "8")
    monkeypatch.setenv("COLUMNS", "40")


def test_a_page_never_scrolls(capsys: pytest.CaptureFixture[str]) -> None:
    """A page is no longer than the terminal, its footer included; what is left out has a mark."""
    board = Board(lambda: Look(39), drawn_over=True)
    board.draw([f"line {number}" for number in range(50)], "q quit")
    shown = capsys.readouterr().out
    assert shown.count("\n") < 8
    assert "…" in shown
    assert "q quit" in shown


def test_a_page_is_drawn_over_the_last_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the first page clears the terminal; the next ones write over it line by line, so that nothing flickers."""
    board = Board(lambda: Look(39), drawn_over=True)
    board.draw(["first"], "")
    assert "\x1b[2J" in capsys.readouterr().out
    board.draw(["second"], "")
    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert shown.startswith("\x1b[Hsecond\x1b[K\n")
    assert shown.endswith("\x1b[J")


def test_elsewhere_pages_follow_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be drawn over, a page is its lines alone, however many."""
    board = Board(lambda: Look(39), drawn_over=False)
    board.draw([f"line {number}" for number in range(50)], "q quit")
    board.end()
    shown = capsys.readouterr().out
    assert shown.splitlines() == [*(f"line {number}" for number in range(50)), ""]
