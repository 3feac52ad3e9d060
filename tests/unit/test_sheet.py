"""Tables of learning platforms are read as they were written, and written so that they are read the same."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, strategies

from grader.errors import UsageError
from grader.reports.cells import FORMULA_STARTS, harmless, text_cell
from grader.reports.sheet import Sheet, read_sheet, written

CELLS = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=8)
TABLES = strategies.integers(2, 4).flatmap(
    lambda width: strategies.lists(strategies.lists(CELLS, min_size=width, max_size=width), max_size=4)
)


def read(content: bytes, encoding: str | None = None) -> Sheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        return read_sheet(path, encoding)


@given(
    rows=TABLES,
    delimiter=strategies.sampled_from(",;\t"),
    line_end=strategies.sampled_from(["\n", "\r\n"]),
    mark=strategies.booleans(),
)
def test_what_is_written_is_read_again(rows, delimiter, line_end, mark):
    """Whatever stands in cells, a table that goes out and comes back is the same table."""
    heading = [f"column {index}" for index in range(len(rows[0]) if rows else 2)]
    sheet = Sheet(path="", heading=heading, rows=rows, delimiter=delimiter, line_end=line_end, byte_order_mark=mark)
    back = read(b"".join(written(sheet)))
    assert back.heading == heading
    assert back.rows == [row for row in rows if any(row)]
    assert back.byte_order_mark == mark
    assert back.delimiter == delimiter


@given(CELLS)
def test_no_cell_begins_a_formula(text):
    """A cell of ours or of theirs is behind an apostrophe where a spreadsheet would run it, and else says the same."""
    ours, theirs = text_cell(text), harmless(text)
    assert ours[:1] not in tuple(FORMULA_STARTS)
    assert theirs in (text, f"'{text}")
    if theirs == text:
        assert text.strip()[:1] not in tuple(FORMULA_STARTS) or not any(each.isalpha() for each in text)


@pytest.mark.parametrize("number", ["-1", "+1", "-0.5", "+12,50", "-1,234.5", "-7%", "-"])
def test_numbers_stay_numbers(number):
    """A number with a sign, and a dash for "nothing", are no formulas."""
    assert harmless(number) == number


@pytest.mark.parametrize("text", ["-1+1", "+cmd", "-1\n=1", "@1", "\tcmd", "\rcmd", "=1", "＝1", "-1e5a"])
def test_what_only_looks_like_a_number_is_none(text):
    """What goes on after the number is a formula."""
    assert harmless(text) == f"'{text}"


def test_short_rows_are_as_long_as_the_others():
    """Cells that a spreadsheet left out at the end of a row are empty."""
    assert read(b"a,b,c\n1\n1,2,3,4\n").rows == [["1", "", "", ""], ["1", "2", "3", "4"]]


def test_long_texts_and_line_breaks_are_read():
    """A text of a student may be long and have lines; NUL in it breaks nothing."""
    text = "line\n" * 50_000 + "\0"
    table = io.StringIO()
    csv.writer(table).writerows([["a", "b"], [text, "2"]])
    assert read(table.getvalue().encode()).rows == [[text, "2"]]


def test_what_is_too_large_is_refused(monkeypatch):
    """A file that is no table of a class is not read into memory."""
    monkeypatch.setattr("grader.reports.sheet.MAX_BYTES", 10)
    with pytest.raises(UsageError, match="MiB"):
        read(b"a,b,c\n1,2,3\n")
