"""Code with numbers and colours: all of it is shown, none of it runs or hangs anything, whatever it holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports import codeview
from grader.reports.codeview import Colours, _claimed, blocks, coloured, coloured_lines, shown


@pytest.fixture(scope="module")
def colours():
    with Colours(1) as opened:
        yield opened


def _without_tags(markup):
    """Return what a browser would show of a piece of HTML."""
    return type(markup)(re.sub(r"</?i[^>]*>", "", markup)).unescape()


def test_code_is_coloured_and_numbered(colours):
    """Keywords, strings, comments, numbers and definitions have a colour; the marked line is bold in the margin."""
    [block] = blocks(("def f(x):\n    return 'a' + 1  # why\n",), colours, {(None, 2)})
    assert block.code == (
        "<i class=k>def </i><i class=f>f</i>(x):\n    <i class=k>return </i><i class=s>'a' </i>"
        "+ <i class=n>1  </i><i class=c># why</i>"
    )
    assert (block.gutter, block.lines, block.is_cut) == ("1\n<b>2</b>", 2, False)


def test_a_notebooks_cells_are_shown_one_by_one(colours):
    """Each cell with code has its number, and is marked where a finding names its line."""
    found = list(blocks(("a = 1", "", "b = 2\nc = 3"), colours, {(3, 1)}))
    assert [(block.number, block.gutter) for block in found] == [(1, "1"), (3, "<b>1</b>\n2")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_every_character_is_there_once(colours, source):
    """Whatever a file holds, its text is shown whole, escaped, with nothing invisible left."""
    text = shown(source)
    html = coloured(text, colours.runs(text))
    assert _without_tags(html) == text
    assert all(each.isprintable() or each in "\n\t" for each in text)
    assert "<" not in str(html).replace("<i class=", "").replace("</i>", "")
    lines = coloured_lines(text, colours.runs(text))
    assert [(plain, _without_tags(line)) for plain, line in lines] == [(line, line) for line in text.split("\n")]


def test_each_line_is_coloured_by_itself(colours):
    """A string of several lines is a string in each; what one colour has can be left out."""
    text = "x = 'a'  # why\n'''b\nc'''"
    runs = colours.runs(text)
    assert coloured_lines(text, runs) == [
        ("x = 'a'  # why", "x = <i class=s>'a'  </i><i class=c># why</i>"),
        ("'''b", "<i class=c>'''b</i>"),
        ("c'''", "<i class=c>c'''</i>"),
    ]
    assert [plain for plain, _ in coloured_lines(text, runs, without=codeview.COMMENT)] == ["x = 'a'  ", "", ""]
    assert coloured_lines("<b>\n&", None) == [("<b>", "&lt;b&gt;"), ("&", "&amp;")]


@pytest.mark.parametrize("answer", [[0, 5, 1], [0, 4], [0, 6], [9, 5], [-1, 5], [0, -1, 0, 6]])
def test_an_answer_that_cannot_be_true_is_not_believed(answer):
    """The process that reads code may have been taken over: lengths and colours that don't fit the source count as none."""
    assert _claimed("x = 1", answer) is None
    assert _claimed("x = 1", [1, 2, 0, 3]) == [(1, 2), (0, 3)]


def test_a_source_that_cannot_be_read_costs_no_other_its_colours(monkeypatch):
    """Where one source takes the process down, it stands without colours, and those beside it have theirs."""
    monkeypatch.setattr("grader.reports.tokens.MAX_SOURCE_CHARACTERS", 2_000)
    long = "x = 1\n" * 1_000
    with Colours(1) as opened:
        opened.begin(["a = 1", long, "b = 2"])
        assert opened.runs(long) is None
        assert opened.runs("a = 1") == [(0, 4), (codeview.CLASSES.index("n"), 1)]
        assert opened.runs("b = 2") is not None


def test_what_was_begun_is_there_when_it_is_asked_for(monkeypatch):
    """However many sources come at once, none of them or of those begun before is read twice; older ones make room."""
    monkeypatch.setattr(codeview, "KEPT_SOURCES", 10)
    read = []
    ask = codeview.CodeReader.runs
    monkeypatch.setattr(codeview.CodeReader, "runs", lambda self, sources: read.extend(sources) or ask(self, sources))
    first, second, third = ([f"{name} = {number}" for number in range(30)] for name in "abc")
    with Colours(2) as opened:
        opened.begin(first)
        opened.begin(second)
        assert all(opened.runs(source) for source in first)
        opened.begin(third + first[:5])
        assert all(opened.runs(source) for source in second + third + first[:5])
        assert len(read) == 90
        assert opened.runs(first[9])
        assert len(read) == 91


def test_a_class_full_of_such_sources_is_not_waited_for(monkeypatch):
    """After a number of lost sources a report goes on without colours."""
    monkeypatch.setattr("grader.reports.tokens.MAX_LOST", 2)
    asked = []
    monkeypatch.setattr(codeview.CodeReader, "_ask", lambda self, task, sources, expected: asked.append(sources))
    with Colours(1) as opened:
        for number in range(4):
            assert opened.runs(f"x = {number}") is None
    assert asked == [["x = 0"], ["x = 1"]]


def test_long_code_is_cut(colours):
    """Data pasted into a file is shown up to a limit, and the page says so."""
    [block] = blocks(("x = 1\n" * 5_000,), colours)
    assert (block.lines, block.is_cut) == (codeview.MAX_LINES, True)
    [block] = blocks(("y" * 100_000,), colours)
    assert block.is_cut
